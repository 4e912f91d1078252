using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.Tests.StorageControllers;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Tests.VolumeSnapshots;

/// <summary>A store whose connector <c>web01</c> is a folder of a storage controller's volume, with the accounts alice and bob.</summary>
internal sealed class VolumeScene : IAsyncDisposable
{
    private VolumeScene(Store store, OntapScene ontap) => (Store, Ontap) = (store, ontap);

    public static AccountReference Alice { get; } = new("web01/alice");

    public static ConnectorReference Connector { get; } = new("web01");

    public Store Store { get; }

    public OntapScene Ontap { get; }

    /// <summary>The volume's snapshots that were made for backups.</summary>
    public IEnumerable<string> Made => Ontap.Snapshots.Where(name => name.StartsWith("backupaccess_", StringComparison.Ordinal));

    /// <summary>What the state has written down of snapshots.</summary>
    public IReadOnlyList<string> Written
    {
        get
        {
            using StateConnection db = Store.Database.Connect();
            return [.. VolumeSnapshotStore.Names(db)];
        }
    }

    public static async Task<VolumeScene> CreateAsync(int keep = 0, string volume = "svm1:home")
    {
        Store store = await Store.CreateAsync();
        store.Write("alice", "index.php", "<?php // alice");
        store.Write("bob", "index.php", "<?php // bob");
        OntapScene ontap = new(store.AccountsPath);
        await store.Local.DoAsync(ontap.Registration("filer1"));
        await store.Local.DoAsync(new CreateConnector("web01", ConnectorKind.Ontap, store.AccountsPath, Storage: null, ConnectorOrigin.New) { Volume = new ConnectorVolume("FILER1", volume, keep) });
        await store.Local.DoAsync(new SynchronizeConnector(Connector));
        return new VolumeScene(store, ontap);
    }

    /// <summary>What stands around a backup of alice.</summary>
    public VolumeSnapshotBracket Bracket(Guid backup, ControllerLimits? limits = null)
    {
        EngineServices services = new(StateFolder.Open(Store.StatePath, Store.Clock), Store.Clock, Store.Boot) { Controllers = limits ?? new ControllerLimits() };
        using StateConnection db = Store.Database.Connect();
        return VolumeSnapshotBracket.Of(services, Assert.Single(AccountStore.FindLive(db, "alice")), backup)!;
    }

    /// <summary>Has another process come by, which removes what is left, and waits for it.</summary>
    public async Task SweepAsync()
    {
        LocalClient other = await Store.SignInAsAdministratorAsync();
        await other.DoAsync(new SynchronizeConnector(Connector));
        await other.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Ontap.DisposeAsync();
    }
}
