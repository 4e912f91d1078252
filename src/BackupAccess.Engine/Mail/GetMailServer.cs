using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Mail;

/// <summary>Shows the server that notifications go out by, without its password; null where there is none.</summary>
public sealed record GetMailServer : IOperation<MailServer?>;

internal sealed class GetMailServerHandler : ReadHandler<GetMailServer, NoSubject, MailServer?>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Setting];

    public override NoSubject Resolve(GetMailServer request, OperationContext context) => MailServerRules.Subject;

    public override Task<MailServer?> HandleAsync(GetMailServer request, NoSubject subject, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult(MailServerStore.Find(context.Db)?.Show(NotificationStore.Count(context.Db)));
}
