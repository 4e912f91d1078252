using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Forgets a storage controller, with its password, that no connector names and that holds no snapshot which is still to be removed.</summary>
public sealed record RemoveStorageController(string Controller) : IOperation<StorageController>;

internal sealed class RemoveStorageControllerHandler : ChangeHandler<RemoveStorageController, StorageControllerSubject, StorageController>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    public override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    public override StorageControllerSubject Resolve(RemoveStorageController request, OperationContext context) => StorageControllerLookup.Resolve(context, request.Controller);

    public override StorageController Handle(RemoveStorageController request, StorageControllerSubject subject, OperationContext context)
    {
        string name = subject.Controller.Name;
        if (StorageControllerStore.FindConnector(context.Db, name) is { } connector)
        {
            throw new ConflictException("ControllerInUse", $"The storage controller \"{name}\" is that of the connector \"{connector}\".");
        }

        if (StorageControllerStore.CountSnapshots(context.Db, name) is var snapshots and > 0)
        {
            throw new ConflictException("ControllerInUse", $"The storage controller \"{name}\" holds snapshots that are still to be removed: {snapshots}.");
        }

        StorageControllerStore.Remove(context.Db, name);
        return subject.Controller.Show(connectors: 0);
    }
}
