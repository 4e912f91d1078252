using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>
/// A snapshot of the volume around the archiving of one account, which is read from it where the mount shows it. It is
/// written down before it is asked for, so that whatever becomes of this process somebody removes it.
/// </summary>
internal sealed class VolumeSnapshotBracket : IBackupBracket
{
    /// <summary>What the audit log calls the making of a volume's snapshot.</summary>
    public const string Operation = "createVolumeSnapshot";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly EngineServices _services;
    private readonly AccountRow _account;
    private readonly ConnectorRow _connector;
    private readonly StorageControllerRow _controller;
    private readonly string _name;
    private VolumeSnapshotRow? _row;
    private string? _note;

    private VolumeSnapshotBracket(EngineServices services, AccountRow account, ConnectorRow connector, StorageControllerRow controller, Guid backup) =>
        (_services, _account, _connector, _controller, _name) = (services, account, connector, controller, SnapshotName.Of(backup, Guid.CreateVersion7(services.Time.GetUtcNow())));

    /// <returns>Null where the account's connector is of another kind.</returns>
    /// <exception cref="BackupFailedException">Nothing says which volume it is.</exception>
    public static VolumeSnapshotBracket? Of(EngineServices services, AccountRow account, Guid backup)
    {
        using StateConnection db = services.Database.Connect();
        if (ConnectorStore.FindEver(db, Guid.Parse(account.ConnectorId)) is not { ConnectorKind: ConnectorKind.Ontap } connector)
        {
            return null;
        }

        StorageControllerRow controller = StorageControllerStore.Find(db, ConnectorVolumeStore.Require(connector).Controller)!;
        return new VolumeSnapshotBracket(services, account, connector, controller, backup);
    }

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        // Whose home it is is looked at on both sides of the snapshot: in the snapshot it has another device.
        HomeIdentity.OpenHome(_account, _services.Folder).Dispose();
        await RemoveLeftAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await MakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ControllerException e)
        {
            await UndoAsync(isSettled: e.Problem is not (ControllerProblem.TimedOut or ControllerProblem.Unreachable)).ConfigureAwait(false);
            throw new BackupFailedException("ControllerFailed", $"No snapshot of the volume was made. {e.Message}", e);
        }
        catch
        {
            await UndoAsync(isSettled: false).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens the account's home in the snapshot.</summary>
    /// <param name="live">The account's home, open.</param>
    /// <returns>Null where the mount doesn't show the snapshot, which the backup is to tell.</returns>
    /// <exception cref="ConflictException">What is there isn't the account's.</exception>
    public DirectoryHandle? OpenHome(DirectoryHandle live)
    {
        try
        {
            using DirectoryHandle folder = DirectoryHandle.Open(Path.GetDirectoryName(_account.Home)!);
            using DirectoryHandle snapshots = folder.OpenDirectory(NameOf(".snapshot"));
            using DirectoryHandle snapshot = snapshots.OpenDirectory(NameOf(_name));
            DirectoryHandle home = snapshot.OpenDirectory(NameOf(Path.GetFileName(_account.Home)));
            if (home.GetIdentity().Uid != live.GetIdentity().Uid)
            {
                home.Dispose();
                throw new ConflictException("AccountChanged", $"The home of \"{_account.Path}\" in the snapshot \"{_name}\" is another user's.");
            }

            return home;
        }
        catch (FileSystemException e)
        {
            _note = $"The snapshot \"{_name}\" isn't shown by the mount, so the live folder was read: {e.Message}";
            return null;
        }
    }

    public async Task<IReadOnlyList<string>> EndAsync(bool isArchived)
    {
        IReadOnlyList<VolumeSnapshotRow> due = [_row!];
        if (isArchived)
        {
            Change(db => due = VolumeSnapshotStore.Keep(db, _row!, _connector.Volume!.KeepSnapshots));
        }

        List<string> problems = _note is null ? [] : [_note];
        using CancellationTokenSource limit = new(s_patience, _services.Time);
        foreach (VolumeSnapshotRow row in due)
        {
            if (await SnapshotRemoval.TryRemoveAsync(_services, row, isSettled: true, limit.Token).ConfigureAwait(false) is { } failure)
            {
                problems.Add(failure);
            }
        }

        return problems;
    }

    /// <summary>Nobody else works on the account: what there is of it was left by an attempt that was killed, or by a controller that couldn't be reached.</summary>
    private async Task RemoveLeftAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<VolumeSnapshotRow> left;
        using (StateConnection db = _services.Database.Connect())
        {
            left = VolumeSnapshotStore.LeftOf(db, _account);
        }

        foreach (VolumeSnapshotRow row in left)
        {
            await SnapshotRemoval.TryRemoveAsync(_services, row, SnapshotRemoval.IsSettled(_services, row), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        using ControllerClient client = ControllerClient.Open(_controller, _services);
        OntapApi api = new(client);
        Guid volume = await api.FindVolumeAsync(_connector.Volume!.Volume, cancellationToken).ConfigureAwait(false);
        VolumeSnapshotRow row = new(_name, _connector.Id, _account.Id, _controller.Name, volume.ToString(), _services.Time.Now(), Kept: 0, Attempts: 0);
        Change(db => VolumeSnapshotStore.Insert(db, row));
        _row = row;
        await api.CreateSnapshotAsync(volume, _name, $"BackupAccess: {_account.Path}", cancellationToken).ConfigureAwait(false);
        if ((await api.ListSnapshotsAsync(volume, _name, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            throw client.Failure(ControllerProblem.Failed, "doesn't list the snapshot that it says it has made");
        }

        Change(db => AuditLog.Append(db, _services.Time.Now(), Session.OfEngine(_services.Time.GetUtcNow()), Operation, row.Subject, AuditOutcome.Succeeded, $"for a backup of {_account.Path}"));
    }

    private async Task UndoAsync(bool isSettled)
    {
        if (_row is { } row)
        {
            using CancellationTokenSource limit = new(s_patience, _services.Time);
            await SnapshotRemoval.TryRemoveAsync(_services, row, isSettled, limit.Token).ConfigureAwait(false);
        }
    }

    private void Change(Action<StateTransaction> change)
    {
        using StateTransaction transaction = _services.Database.BeginImmediate();
        change(transaction);
        transaction.Commit();
    }

    private static FileName NameOf(string name) => FileName.FromBytes(Encoding.UTF8.GetBytes(name));
}
