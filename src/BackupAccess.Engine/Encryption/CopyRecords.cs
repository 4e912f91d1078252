using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Encryption;

/// <summary>Writes the records beside an account's copies anew, which tell who keeps the key.</summary>
internal static class CopyRecords
{
    public static async Task WriteAsync(EngineServices services, AccountRow account, IReadOnlyList<StorageRow> places, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return;
        }

        string own;
        using (StateConnection db = services.Database.Connect())
        {
            own = AccountRepository.StorageOf(db, services, account).Name;
        }

        foreach (StorageRow place in places.Where(place => place.Name != own))
        {
            await AccountRecords.WriteCopyAsync(services, account, place, cancellationToken).ConfigureAwait(false);
        }
    }
}
