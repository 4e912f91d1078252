using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Maintenance;

/// <summary>
/// An orphan of which neither the state nor any storage has a backup, and with which nothing was done for two weeks. It
/// leaves the state first and its empty repository goes afterwards: what a crash leaves in between is found by who brings
/// accounts back.
/// </summary>
/// <param name="storage">Where its repository lies; null where it has none.</param>
internal sealed class AbandonedOrphan(AccountRow account, StorageRow? storage)
{
    /// <returns>Null when the account isn't one, or its storage takes no change.</returns>
    public static Task<AbandonedOrphan?> FindAsync(EngineServices services, AccountRow account, CancellationToken cancellationToken) =>
        RepositoryFailures.GuardAsync(account.Path, async () =>
        {
            StorageRow[] storages;
            StorageRow? own = null;
            using (StateConnection db = services.Database.Connect())
            {
                if (!IsAbandoned(db, services, account))
                {
                    return null;
                }

                storages = [.. StorageCatalogue.All(services, db)];
                own = AccountRepository.Exists(services, account) ? AccountRepository.StorageOf(db, services, account) : null;
            }

            foreach (StorageRow storage in own is null ? [] : storages)
            {
                bool isKept = storage.Name == own!.Name
                    ? storage.Mode == StorageMode.ReadOnly || await IsUsedAsync(services, account, storage, cancellationToken).ConfigureAwait(false)
                    : await AccountRepository.HasCopyAsync(services, account, storage, cancellationToken).ConfigureAwait(false);
                if (isKept)
                {
                    return null;
                }
            }

            return new AbandonedOrphan(account, own);
        });

    /// <summary>Takes the account out of the state, for the holder of its lease, which goes with it.</summary>
    /// <returns>Whether it was abandoned still.</returns>
    public bool TryDrop(StateConnection db, EngineServices services)
    {
        if (!IsAbandoned(db, services, account))
        {
            return false;
        }

        foreach (string table in (string[])["account_lease", "record_due", "repository"])
        {
            db.Execute($"DELETE FROM {table} WHERE account_id = @Id", new { account.Id });
        }

        AccountStore.Delete(db, account.Guid);
        return true;
    }

    /// <summary>Removes the repository and the record of an account that has left the state.</summary>
    /// <exception cref="BackupFailedException">They can't be removed.</exception>
    public async Task RemoveRepositoryAsync(EngineServices services, CancellationToken cancellationToken)
    {
        if (storage is not null)
        {
            using RecordLock held = await AccountRecords.WaitAsync(services, storage, cancellationToken).ConfigureAwait(false);
            StorageCatalogue.RequireWritable(storage);
            new RecordFolder(storage.Path).RemoveRepository(account.Guid);
        }

        if (account.Encryption == nameof(KeyLocation.Remote))
        {
            RemoteKeys.Of(services, account).Delete();
        }
    }

    private static bool IsAbandoned(StateConnection db, EngineServices services, AccountRow account)
    {
        long deleted = db.QueryScalar<long>("SELECT coalesce(max(deleted_at), 0) FROM backup_deletion WHERE account_id = @Id", new { account.Id });
        return account.GoneAt is { } gone
            && services.Time.Now() - Math.Max(gone, deleted) >= (long)AccountDeparture.Abandonment.TotalMicroseconds
            && !BackupStore.Any(db, account.Guid)
            && ClockGuard.IsTrusted(db, services);
    }

    /// <summary>Whether the repository has a snapshot, of whoever's, or somebody works on it.</summary>
    private static async Task<bool> IsUsedAsync(EngineServices services, AccountRow account, StorageRow storage, CancellationToken cancellationToken)
    {
        IStorage opened = StorageCatalogue.Open(services, storage, account.Guid);
        return await opened.ListAsync(ObjectKind.Snapshot, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false)
            || await opened.ListAsync(ObjectKind.Lock, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false);
    }
}
