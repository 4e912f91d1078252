using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Connectors;

/// <summary>Lists the connectors that the caller may see, faded ones by name only, whose name or id matches any of the patterns; none means all.</summary>
public sealed record ListConnectors(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<Connector>>;

internal sealed class ListConnectorsHandler : ListHandler<ListConnectors, Connector>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    protected override IReadOnlyList<Connector> List(ListConnectors request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        Dictionary<string, long> accounts = ConnectorStore.CountAccounts(context.Db);
        bool faded = ConnectorLookup.SeesFaded(context);
        return [.. ConnectorStore.All(context.Db)
            .Where(connector => names.Matches(connector.Name, connector.Id))
            .Where(connector => faded || context.Allows(connector.Target))
            .Select(connector => context.Allows(connector.Target) ? ConnectorLookup.Show(connector, accounts.GetValueOrDefault(connector.Id)) : ConnectorLookup.ShowFaded(connector))];
    }
}
