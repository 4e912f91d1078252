using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Mail;

/// <summary>Signs in to the mail server and sends a message to an address, and says what failed.</summary>
public sealed record TestMailServer(string To) : IOperation<MailTest>;

internal sealed class TestMailServerHandler : WorkHandler<TestMailServer, NoSubject, MailTest>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Setting];

    public override void Validate(TestMailServer request) => AccountRules.RequireEmail(request.To);

    public override NoSubject Resolve(TestMailServer request, OperationContext context) => MailServerRules.Subject;

    public override string ReasonOf(TestMailServer request) => $"to {request.To}";

    public override void RequirePossible(TestMailServer request, NoSubject subject, OperationContext context) => MailServerRules.Require(context);

    public override async Task<Func<StateConnection, MailTest>> WorkAsync(TestMailServer request, NoSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        MailServerRow server;
        using (StateConnection db = context.Services.Database.Connect())
        {
            server = MailServerStore.Find(db) ?? throw new NotFoundException("mail server", "default");
        }

        string? problem = null;
        try
        {
            await using MailConnection connection = await MailConnection.OpenAsync(server, context.Services.Folder.Key, cancellationToken).ConfigureAwait(false);
            await connection.SendAsync(request.To, "Test of notifications", "Notifications of backups, restores and downloads come from this address.\n", context.Services.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            problem = e.Message;
        }

        return _ => new MailTest { Host = server.Host, To = request.To, Passed = problem is null, Problem = problem };
    }
}
