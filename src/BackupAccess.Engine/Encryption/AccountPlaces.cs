using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Encryption;

/// <summary>Where an account has a repository: in its own storage, and copies in others.</summary>
internal static class AccountPlaces
{
    /// <summary>Looks in every storage: one that isn't there at the moment may hold a copy.</summary>
    /// <exception cref="BackupFailedException">A storage isn't there, or one that holds a repository takes no change.</exception>
    public static Task<IReadOnlyList<StorageRow>> WritableAsync(EngineServices services, AccountRow account, CancellationToken cancellationToken) =>
        RepositoryFailures.GuardAsync(account.Path, async () =>
        {
            (StorageRow[] storages, string? own) = Read(services, account);
            List<StorageRow> places = [];
            foreach (StorageRow storage in storages)
            {
                // Backups that are written down have a repository: lost or damaged, it isn't passed over.
                if (storage.Name == own || await AccountRepository.HasCopyAsync(services, account, storage, cancellationToken).ConfigureAwait(false))
                {
                    StorageCatalogue.RequireWritable(storage);
                    places.Add(storage);
                }
            }

            return (IReadOnlyList<StorageRow>)places;
        });

    private static (StorageRow[] Storages, string? Own) Read(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return ([.. StorageCatalogue.All(services, db)], BackupStore.Any(db, account.Guid) ? AccountRepository.StorageOf(db, services, account).Name : null);
    }
}
