using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Connectors;

/// <summary>Lists the grants on the connectors in the caller's reach; patterns of names or ids of users and connectors, none means all.</summary>
public sealed record ListConnectorGrants(IReadOnlyList<string> Users, IReadOnlyList<string> Connectors) : IOperation<IAsyncEnumerable<ConnectorGrant>>;

internal sealed class ListConnectorGrantsHandler : ListHandler<ListConnectorGrants, ConnectorGrant>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    protected override IReadOnlyList<ConnectorGrant> List(ListConnectorGrants request, OperationContext context)
    {
        NamePatterns users = new(request.Users);
        NamePatterns connectors = new(request.Connectors);
        Dictionary<string, ConnectorRow> connectorsById = ConnectorStore.All(context.Db)
            .Where(connector => connectors.Matches(connector.Name, connector.Id) && context.Allows(connector.Target))
            .ToDictionary(connector => connector.Id, StringComparer.Ordinal);
        Dictionary<string, UserRow> usersById = UserStore.All(context.Db)
            .Where(user => users.Matches(user.Name, user.Id))
            .ToDictionary(user => user.Id, StringComparer.Ordinal);
        Dictionary<string, CompiledRole> roles = RoleCompiler.All(context.Db);
        HashSet<string> granted = RolesInForce.UsersWith(context, role => roles[role.Name].At(context.Now).MakesGrantsCount);
        return [.. GrantStore.All(context.Db)
            .Where(grant => usersById.ContainsKey(grant.UserId) && connectorsById.ContainsKey(grant.ConnectorId))
            .Select(grant => new GrantSubject(usersById[grant.UserId], connectorsById[grant.ConnectorId]).Show(grant, granted.Contains(grant.UserId), context.Now))];
    }
}
