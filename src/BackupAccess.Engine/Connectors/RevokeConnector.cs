using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Connectors;

/// <summary>Takes a user's access to a connector; the result is the grant that was taken.</summary>
public sealed record RevokeConnector(UserReference User, ConnectorReference Connector) : IOperation<ConnectorGrant>;

internal sealed class RevokeConnectorHandler : ChangeHandler<RevokeConnector, GrantSubject, ConnectorGrant>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User, TargetKind.Connector];

    public override GrantSubject Resolve(RevokeConnector request, OperationContext context) => GrantSubject.Find(context, request.User, request.Connector);

    public override ConnectorGrant Handle(RevokeConnector request, GrantSubject subject, OperationContext context)
    {
        subject.RequireGrantable(context);
        if (subject.Connector.IsOpenLegacy)
        {
            TurnIntoGrants(context, subject.Connector);
            context.PolicyChanged();
        }

        GrantRow grant = GrantStore.Find(context.Db, subject.User.Guid, subject.Connector.Guid)
            ?? throw new NotFoundException("grant", subject.Name);
        GrantStore.Delete(context.Db, subject.User.Guid, subject.Connector.Guid);
        context.PolicyChanged(subject.User.Guid);
        return subject.Show(context, grant) with { InEffect = false };
    }

    /// <summary>
    /// Whoever is assigned a role with a granted reach had the access that a legacy connector implies, or has it again once
    /// enabled or no longer expired, and is granted it; later users, and later roles, get nothing.
    /// </summary>
    private static void TurnIntoGrants(OperationContext context, ConnectorRow connector)
    {
        foreach (string user in RolesInForce.AssignedTo(context, role => role.Connectors == ConnectorReach.Granted))
        {
            GrantStore.Save(context.Db, Guid.Parse(user), connector.Guid, until: null, context.Policy.Name, context.Now);
        }

        ConnectorStore.SetRestricted(context.Db, connector.Guid, context.Now);
        context.PolicyChanged();
    }
}
