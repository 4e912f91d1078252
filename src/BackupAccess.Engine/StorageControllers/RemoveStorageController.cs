using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Forgets a storage controller, with its password, that no connector names.</summary>
/// <param name="Controller">The controller's name.</param>
/// <param name="Left">What becomes of snapshots on it that are still to be removed.</param>
public sealed record RemoveStorageController(string Controller, LeftSnapshots Left) : IOperation<StorageController>;

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

        IReadOnlyList<string> snapshots = StorageControllerStore.Snapshots(context.Db, name);
        if (snapshots.Count > 0)
        {
            RequireForgettable(request, snapshots);
            context.Tell($"forgotten snapshots: {string.Join(", ", snapshots)}");
        }

        StorageControllerStore.Remove(context.Db, name);
        return subject.Controller.Show(connectors: 0);
    }

    private static void RequireForgettable(RemoveStorageController request, IReadOnlyList<string> snapshots)
    {
        if (request.Left == LeftSnapshots.Removed)
        {
            throw new ConflictException("ControllerInUse", $"The storage controller \"{request.Controller}\" holds snapshots that are still to be removed: {snapshots.Count}.");
        }
    }
}
