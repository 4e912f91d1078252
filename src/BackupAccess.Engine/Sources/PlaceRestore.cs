using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Sources;

/// <summary>Puts items back into their places, each by itself: one that fails is a problem of the result.</summary>
internal static class PlaceRestore
{
    public static async Task RunAsync(RestoreWork work, IReadOnlyList<BackupItem> items, CancellationToken cancellationToken)
    {
        AccountRow account = work.Subject.Account;
        IReadOnlyList<IItemSource> sources = AccountSources.Of(work.Context.Services, account);
        foreach (BackupItem item in items)
        {
            ObjectId tree = await work.FindAsync(item, cancellationToken).ConfigureAwait(false);
            // Whichever item it is: where the home is another's, so is everything else under that name.
            using DirectoryHandle home = HomeIdentity.OpenHome(account, work.Context.Services.Folder);
            if (item == BackupItem.HomeDirectory)
            {
                await work.WriteAsync(tree, await work.SelectAsync(item, cancellationToken).ConfigureAwait(false), home, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await RestoreAsync(sources.FirstOrDefault(source => source.Item == item), item, new ItemRestore(work, account, tree), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task RestoreAsync(IItemSource? source, BackupItem item, ItemRestore restore, CancellationToken cancellationToken)
    {
        try
        {
            Task restored = source?.RestoreAsync(restore, cancellationToken)
                ?? throw new ItemFailedException($"The connector of \"{restore.Account.Path}\" has no place for it.");
            await restored.ConfigureAwait(false);
        }
        catch (ItemFailedException e)
        {
            restore.Tally.Problem($"{item}: {e.Message}");
        }
    }
}
