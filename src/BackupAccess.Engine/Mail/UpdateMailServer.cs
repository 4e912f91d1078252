using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Mail;

/// <summary>Says by which server notifications go out, whole: a password isn't taken over from one server to another.</summary>
/// <param name="Host">A host's name or address.</param>
/// <param name="Port">Usually 587 for StartTls, 465 for Tls, 25 for None.</param>
/// <param name="Security">How the connection is encrypted.</param>
/// <param name="From">The address that notifications come from.</param>
/// <param name="UserName">Whom to sign in as; null for nobody.</param>
/// <param name="Password">That one's.</param>
public sealed record UpdateMailServer(string Host, int Port, MailSecurity Security, string From, string? UserName, Secret? Password) : IOperation<MailServer>;

internal sealed class UpdateMailServerHandler : ChangeHandler<UpdateMailServer, NoSubject, MailServer>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Setting];

    public override void Validate(UpdateMailServer request) => MailServerRules.RequireValid(request);

    public override NoSubject Resolve(UpdateMailServer request, OperationContext context) => MailServerRules.Subject;

    public override string ReasonOf(UpdateMailServer request) => $"{request.Host}:{request.Port}, {request.Security}, from {request.From}{(request.UserName is { } user ? $", as {Names.Printable(user)}" : "")}";

    public override MailServer Handle(UpdateMailServer request, NoSubject subject, OperationContext context)
    {
        byte[]? password = request.Password is { } secret ? context.Services.Folder.Key.Seal(secret.Utf8.Span, MailServerStore.Purpose) : null;
        MailServerRow server = new(request.Host, request.Port, request.Security.ToString(), request.From, request.UserName, password);
        MailServerStore.Write(context.Db, server);
        NotificationStore.Hasten(context.Db, context.Now);
        return server.Show(NotificationStore.Count(context.Db));
    }
}
