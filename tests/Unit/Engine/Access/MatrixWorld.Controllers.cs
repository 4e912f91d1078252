using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.Users;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Storage controllers, each with a connector of its volume: one that the role is granted, or another's.</summary>
public sealed partial class MatrixWorld
{
    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfControllerAsync(string operation, string role, MatrixTarget target)
    {
        string name = $"filer{++_made}";
        (Func<IOperationClient, Task> Ask, string Typed)? ask = operation switch
        {
            "createStorageController" => (Do(Registration(name)), name),
            "listStorageControllers" => (Do(new ListStorageControllers([])), name),
            "updateStorageController" => (Do(new UpdateStorageController(name, null, null, null, "backup", Secret.FromChars("another"), null, AdministratorAccounts.Refused)), name),
            "removeStorageController" => (Do(new RemoveStorageController(name, LeftSnapshots.Removed)), name),
            "testStorageController" => (Do(new TestStorageController(name)), name),
            "listVolumeSnapshots" => (Do(new ListVolumeSnapshots(new ConnectorReference(name))), name),
            _ => null,
        };
        if (ask is not null && target != MatrixTarget.Missing)
        {
            await MakeControllerAsync(name, role, target);
        }

        return ask;
    }

    private async Task MakeControllerAsync(string name, string role, MatrixTarget target)
    {
        string path = Path.Combine(_store.Root, name);
        Directory.CreateDirectory(path);
        await _store.Local.DoAsync(Registration(name));
        await _store.Local.DoAsync(new CreateConnector(name, ConnectorKind.Ontap, path, null, ConnectorOrigin.New) { Volume = new ConnectorVolume(name, "svm1:home", 0) });
        if (target == MatrixTarget.Own && s_granted.Contains(role))
        {
            await _store.Local.DoAsync(new GrantConnector(new UserReference(role), new ConnectorReference(name), null));
        }
    }

    // Nobody listens there.
    private static CreateStorageController Registration(string name) =>
        new(name, ControllerScheme.Http, "127.0.0.1", 1, "backup", Secret.FromChars("x"), null, AdministratorAccounts.Refused);
}
