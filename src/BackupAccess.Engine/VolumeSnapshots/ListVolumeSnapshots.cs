using BackupAccess.Engine.Access;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>Asks the storage controller of a connector of kind Ontap for its volume's snapshots.</summary>
public sealed record ListVolumeSnapshots(ConnectorReference Connector) : IOperation<IReadOnlyList<VolumeSnapshot>>;

internal sealed class ListVolumeSnapshotsHandler : WorkHandler<ListVolumeSnapshots, ConnectorRow, IReadOnlyList<VolumeSnapshot>>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    public override ConnectorRow Resolve(ListVolumeSnapshots request, OperationContext context) => ConnectorLookup.Find(context, request.Connector);

    public override async Task<Func<StateConnection, IReadOnlyList<VolumeSnapshot>>> WorkAsync(
        ListVolumeSnapshots request, ConnectorRow connector, WorkContext context, CancellationToken cancellationToken)
    {
        if (connector.ConnectorKind != ConnectorKind.Ontap)
        {
            throw new InvalidRequestException("InvalidValue", $"The connector \"{connector.Name}\" is of kind {connector.Kind}, which has no snapshots.");
        }

        ConnectorVolume volume = ConnectorVolumeStore.Require(connector);
        StorageControllerRow controller;
        using (StateConnection db = context.Services.Database.Connect())
        {
            controller = StorageControllerStore.Find(db, volume.Controller)!;
        }

        IReadOnlyList<OntapSnapshot> found = await ListAsync(controller, volume, context.Services, cancellationToken).ConfigureAwait(false);
        return db =>
        {
            HashSet<string> ours = VolumeSnapshotStore.Names(db);
            return [.. found.OrderBy(snapshot => snapshot.Created).Select(snapshot => new VolumeSnapshot
            {
                Connector = connector.Name,
                Name = Names.Printable(snapshot.Name),
                Id = snapshot.Id,
                Created = snapshot.Created,
                Ours = ours.Contains(snapshot.Name),
                Backup = SnapshotName.BackupOf(snapshot.Name),
            })];
        };
    }

    private static async Task<IReadOnlyList<OntapSnapshot>> ListAsync(StorageControllerRow controller, ConnectorVolume volume, EngineServices services, CancellationToken cancellationToken)
    {
        try
        {
            using ControllerClient client = ControllerClient.Open(controller, services);
            OntapApi api = new(client);
            Guid id = await api.FindVolumeAsync(volume.Volume, cancellationToken).ConfigureAwait(false);
            return await api.ListSnapshotsAsync(id, name: null, cancellationToken).ConfigureAwait(false);
        }
        catch (ControllerException e)
        {
            throw new BackupFailedException("ControllerFailed", e.Message, e);
        }
    }
}
