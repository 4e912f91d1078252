using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
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
        return [.. ConnectorStore.All(context.Db)
            .Where(connector => connectors.Matches(connector.Name, connector.Id) && context.Allows(connector.Target))
            .SelectMany(connector => GrantStore.OfConnector(context.Db, connector.Guid)
                .Select(grant => (Subject: new GrantSubject(UserStore.Find(context.Db, Guid.Parse(grant.UserId))!, connector), Grant: grant)))
            .Where(pair => users.Matches(pair.Subject.User.Name, pair.Subject.User.Id))
            .Select(pair => pair.Subject.Show(context, pair.Grant))];
    }
}
