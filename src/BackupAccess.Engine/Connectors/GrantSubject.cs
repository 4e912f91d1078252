using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Connectors;

/// <summary>A user and a connector: a grant that is, or is to be.</summary>
internal sealed record GrantSubject(UserRow User, ConnectorRow Connector) : ISubject
{
    public string Kind => "grant";

    public string Id => $"{User.Id}/{Connector.Id}";

    public string Name => $"{User.Name} on {Connector.Name}";

    public IReadOnlyList<AuditedObject> Others => [new("user", User.Id, User.Name), new("connector", Connector.Id, Connector.Name)];

    public Target[] Targets => [User.Target, Connector.Target];

    public static GrantSubject Find(OperationContext context, UserReference user, ConnectorReference connector) =>
        new(UserLookup.Find(context, user), ConnectorLookup.Find(context, connector));

    /// <summary>
    /// A grant means something to a role with a granted reach only. Roles whose assignment has ended don't count; who holds
    /// none may be granted for later.
    /// </summary>
    /// <exception cref="ConflictException">All of the user's roles have a fixed reach.</exception>
    public void RequireGrantable(OperationContext context)
    {
        UserRules.RequireAnother(context, User);
        RoleHolding[] roles = [.. PolicyCompiler.HoldingsOf(context.Db, User with { Until = null }).Where(role => role.Until > context.Now)];
        if (roles.Length > 0 && roles.All(role => role.Connectors != ConnectorReach.Granted))
        {
            string[] names = [.. roles.Select(role => role.Role).Distinct()];
            string are = names.Length == 1 ? "has" : "have";
            throw new ConflictException(
                "FixedReach",
                $"The access of \"{User.Name}\" can't be changed: {string.Join(", ", names)} {are} a fixed reach.");
        }
    }

    public ConnectorGrant Show(GrantRow grant, bool hasGrantedReach, long now) => new()
    {
        User = User.Name,
        Connector = Connector.Name,
        Until = grant.Until.ToTime(),
        InEffect = User.IsEnabled && hasGrantedReach && (grant.Until ?? UnixTime.Never) > now,
        GrantedBy = grant.GrantedBy,
        Granted = grant.GrantedAt.ToTime(),
    };

    public ConnectorGrant Show(OperationContext context, GrantRow grant) => Show(
        grant,
        PolicyCompiler.HoldingsOf(context.Db, User).Any(role => role.Definition.MakesGrantsCount && role.Until > context.Now),
        context.Now);
}
