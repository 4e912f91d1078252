using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Connectors;

/// <summary>Grants a user access to a connector, for good or until a time.</summary>
public sealed record GrantConnector(UserReference User, ConnectorReference Connector, DateTimeOffset? Until) : IOperation<ConnectorGrant>;

internal sealed class GrantConnectorHandler : ChangeHandler<GrantConnector, GrantSubject, ConnectorGrant>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User, TargetKind.Connector];

    public override GrantSubject Resolve(GrantConnector request, OperationContext context) => GrantSubject.Find(context, request.User, request.Connector);

    public override ConnectorGrant Handle(GrantConnector request, GrantSubject subject, OperationContext context)
    {
        subject.RequireGrantable(context);
        UserRules.RequireFuture(context, request.Until);
        long until = request.Until?.ToMicroseconds() ?? UnixTime.Never;
        if (until > context.Policy.AllowedUntil(Number, subject.Connector.Target, context.Now))
        {
            throw context.Refuse(subject.Name, "the grant would outlast the giver's own access");
        }

        GrantStore.Save(context.Db, subject.User.Guid, subject.Connector.Guid, request.Until?.ToMicroseconds(), context.Policy.Name, context.Now);
        context.PolicyChanged(subject.User.Guid);
        return subject.Show(context, GrantStore.Find(context.Db, subject.User.Guid, subject.Connector.Guid)!);
    }
}
