using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Connectors;

/// <summary>A user and a connector: a grant that is, or is to be.</summary>
internal sealed record GrantSubject(UserRow User, ConnectorRow Connector) : ISubject
{
    public string Kind => "grant";

    public string Id => $"{User.Id}/{Connector.Id}";

    public string Name => $"{User.Name} on {Connector.Name}";

    public Target[] Targets => [User.Target, Connector.Target];

    public static GrantSubject Find(OperationContext context, UserReference user, ConnectorReference connector) =>
        new(UserLookup.Find(context, user), ConnectorLookup.Find(context, connector));

    /// <exception cref="ConflictException">All of the user's roles have a fixed reach.</exception>
    public void RequireGrantable(OperationContext context)
    {
        UserRules.RequireAnother(context, User);
        RoleHolding[] roles = PolicyCompiler.HoldingsOf(context.Db, User);
        if (roles.Length > 0 && roles.All(role => role.Connectors != ConnectorReach.Granted))
        {
            throw new ConflictException(
                "FixedReach",
                $"The access of \"{User.Name}\" can't be changed: {string.Join(", ", roles.Select(role => role.Role))} has a fixed reach.");
        }
    }

    public ConnectorGrant Show(OperationContext context, GrantRow grant) => new()
    {
        User = User.Name,
        Connector = Connector.Name,
        Until = grant.Until.ToTime(),
        InEffect = User.IsEnabled
            && (grant.Until ?? UnixTime.Never) > context.Now
            && PolicyCompiler.HoldingsOf(context.Db, User).Any(role => role.Connectors == ConnectorReach.Granted && role.Until > context.Now),
        GrantedBy = grant.GrantedBy,
        Granted = grant.GrantedAt.ToTime(),
    };
}
