using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// Does a reset that is due, for the holder of the account's lease: the key at the key command, then everything that a key
/// opened, then what the state knows of it. Once the command has been told to delete the key nothing opens the repositories
/// and nobody locks a backup any more; killed anywhere after that, it is gone on with.
/// </summary>
internal sealed class KeyReset(EngineServices services, AccountRow account, AccountLease lease, KeySteps steps)
{
    /// <summary>What the audit log tells of a reset that is done.</summary>
    public const string Done = "done: the key, the repositories and the backups are deleted";

    /// <summary>What it tells of each backup.</summary>
    public const string BackupReason = "the encryption key was reset";

    private IReadOnlyList<StorageRow> _places = [];

    /// <exception cref="ConflictException">A backup is locked, the clock can't be believed, or there is no key.</exception>
    /// <exception cref="BackupFailedException">The key command failed: nothing was deleted. Or a storage did: the rest is deleted when it is asked for again.</exception>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        steps.Begin("Looking for repositories");
        IReadOnlyList<StorageRow> places = await AccountPlaces.WritableAsync(services, account, cancellationToken).ConfigureAwait(false);
        _places = [.. places.Append(OwnPlace()).DistinctBy(place => place.Name)];
        DeleteKey(RemoteKeys.Of(services, account));
        await RemoveRepositoriesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes down that it is done, in the transaction of its audit event.</summary>
    /// <param name="db">The transaction.</param>
    /// <param name="tell">Told of each backup that is gone.</param>
    public void Complete(StateConnection db, Action<BackupSubject> tell)
    {
        lease.RequireHeld(db);
        IReadOnlyList<BackupRow> backups = BackupStore.AllOf(db, account.Guid);
        foreach (string table in (string[])["record_due", "repository", "backup"])
        {
            db.Execute($"DELETE FROM {table} WHERE account_id = @Id", new { account.Id });
        }

        foreach (BackupRow backup in backups)
        {
            tell(new BackupSubject(backup, account));
        }

        DownloadStore.RemoveAll(db, account.Id);
        BackupStore.NoteDeletion(db, account.Id, services.Time.Now());
        ResetStore.Delete(db, account);
    }

    /// <summary>Removes what was written beside a repository while the reset was done.</summary>
    public async Task RemoveRepositoriesAsync(CancellationToken cancellationToken)
    {
        foreach (StorageRow place in _places)
        {
            steps.Begin($"Deleting the repository in {place.Name}");
            using RecordLock held = await AccountRecords.WaitAsync(services, place, cancellationToken).ConfigureAwait(false);
            new RecordFolder(place.Path).RemoveRepository(account.Guid);
        }
    }

    /// <summary>Where something of a repository may lie that was never finished.</summary>
    private StorageRow OwnPlace()
    {
        using StateConnection db = services.Database.Connect();
        StorageRow own = AccountRepository.StorageOf(db, services, account);
        StorageCatalogue.RequireWritable(own);
        return own;
    }

    private void DeleteKey(RemoteKeys command)
    {
        bool wasBegun = Begin();
        steps.Begin("Deleting the key at the key command");
        try
        {
            command.Delete();
        }
        catch (BackupFailedException) when (!wasBegun)
        {
            TakeBack();
            throw;
        }
    }

    /// <returns>Whether an earlier attempt began already.</returns>
    private bool Begin()
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        lease.RequireHeld(transaction);
        ResetRow reset = ResetStore.Find(transaction, account) ?? throw new ConflictException("Conflict", $"The reset of the encryption key of \"{account.Path}\" was cancelled.");
        if (!reset.IsBegun)
        {
            RequireUnlocked(transaction, services, account);
            ClockGuard.RequireTrusted(transaction, services);
            ResetStore.SetBegun(transaction, account, isBegun: true);
            BackupStore.SetRemovingAll(transaction, account.Id, services.Time.Now());
        }

        transaction.Commit();
        return reset.IsBegun;
    }

    private void TakeBack()
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        ResetStore.SetBegun(transaction, account, isBegun: false);
        BackupStore.SetRemovingAll(transaction, account.Id, removingAt: null);
        transaction.Commit();
    }

    /// <exception cref="ConflictException">One of the account's backups is locked.</exception>
    public static void RequireUnlocked(StateConnection db, EngineServices services, AccountRow account)
    {
        foreach (BackupRow backup in BackupStore.AllOf(db, account.Guid))
        {
            BackupRemoval.RequireUnlocked(db, services, new BackupSubject(backup, account));
        }
    }
}
