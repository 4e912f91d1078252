using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>Removes an account's archives that have files, before its key becomes the owner's.</summary>
internal static class DownloadRemoval
{
    /// <returns>How many downloads were removed.</returns>
    /// <exception cref="BackupFailedException">A file can't be deleted.</exception>
    public static int RemoveStored(EngineServices services, AccountLease lease, AccountRow account)
    {
        int removed;
        using (StateTransaction transaction = services.Database.BeginImmediate())
        {
            lease.RequireHeld(transaction);
            removed = DownloadStore.RemoveStored(transaction, account.Id);
            transaction.Commit();
        }

        DownloadExpiry.DeleteDue(services);
        using StateConnection db = services.Database.Connect();
        return DownloadStore.AnyStored(db, account.Id)
            ? throw new BackupFailedException("FileSystemFailed", $"A stored download of \"{account.Path}\" can't be deleted.")
            : removed;
    }
}
