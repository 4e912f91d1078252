using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Mail;

/// <summary>Ends notifications; those that wait to be sent are dropped.</summary>
public sealed record RemoveMailServer : IOperation<MailServer>;

internal sealed class RemoveMailServerHandler : ChangeHandler<RemoveMailServer, NoSubject, MailServer>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Setting];

    public override NoSubject Resolve(RemoveMailServer request, OperationContext context) => MailServerRules.Subject;

    public override MailServer Handle(RemoveMailServer request, NoSubject subject, OperationContext context)
    {
        MailServer server = MailServerRules.Require(context).Show(NotificationStore.Count(context.Db));
        MailServerStore.Remove(context.Db);
        NotificationStore.Clear(context.Db);
        return server;
    }
}
