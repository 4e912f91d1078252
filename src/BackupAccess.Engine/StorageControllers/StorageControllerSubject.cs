using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>A storage controller that something is done to, decided on it and on the connectors of its volumes.</summary>
internal sealed record StorageControllerSubject(StorageControllerRow Controller, IReadOnlyList<Target> Users) : ISubject
{
    public string? Kind => "storageController";

    public string? Id => Controller.Name;

    public string? Name => Controller.Name;

    public Target[] Targets => [Target.None, .. Users];
}
