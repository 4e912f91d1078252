using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Connectors;

/// <summary>Removes a connector. Its accounts become orphans; backups and repositories stay.</summary>
public sealed record RemoveConnector(ConnectorReference Connector) : IOperation<Connector>;

internal sealed class RemoveConnectorHandler : ChangeHandler<RemoveConnector, ConnectorRow, Connector>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    public override ConnectorRow Resolve(RemoveConnector request, OperationContext context) => ConnectorLookup.Find(context, request.Connector);

    public override Connector Handle(RemoveConnector request, ConnectorRow connector, OperationContext context)
    {
        Connector removed = ConnectorLookup.Show(context, connector);
        ConnectorStore.Remove(context.Db, connector.Guid, context.Now);
        return removed;
    }
}
