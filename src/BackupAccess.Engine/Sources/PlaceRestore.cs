using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.LinuxAccounts;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Sources;

/// <summary>Puts items back into their places, each by itself: one that fails is a problem of the result.</summary>
internal static class PlaceRestore
{
    public static async Task RunAsync(RestoreWork work, IReadOnlyList<BackupItem> items, CancellationToken cancellationToken)
    {
        AccountRow account = work.Into;
        IReadOnlyList<IItemSource> sources = AccountSources.Of(work.Context.Services, account);
        if (items.Contains(BackupItem.Config) && MayMake(work, sources))
        {
            account = await MakeAsync(work, cancellationToken).ConfigureAwait(false);
            items = [.. items.Where(item => item != BackupItem.Config)];
        }

        foreach (BackupItem item in items)
        {
            ObjectId tree = await work.FindAsync(item, cancellationToken).ConfigureAwait(false);
            // Whichever item it is: where the home is another's, so is everything else under that name.
            using DirectoryHandle home = HomeIdentity.OpenHome(account, work.Context.Services.Folder);
            if (item == BackupItem.HomeDirectory)
            {
                await work.WriteAsync(tree, await work.SelectAsync(item, cancellationToken).ConfigureAwait(false), home, cancellationToken).ConfigureAwait(false);
                work.IsHomeRestored = work.Paths.Count == 0;
            }
            else if (item == BackupItem.Config && !work.Subject.IsByConnector)
            {
                work.Tally.Problem($"{item}: The account itself stayed as it is: it is put back by who reaches its connector.");
            }
            else
            {
                ItemRestore restore = new(work, item, account, tree, await work.SelectAsync(item, cancellationToken).ConfigureAwait(false));
                await RestoreAsync(sources.FirstOrDefault(source => source.Item == item), item, restore, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Keeps the account out from now on, as it has been restored; where that fails it is a problem of the result.</summary>
    public static async Task SuspendAsync(RestoreWork work, CancellationToken cancellationToken)
    {
        EngineServices services = work.Context.Services;
        Suspension? before;
        using (StateConnection db = services.Database.Connect())
        {
            before = SuspensionStore.Find(db, work.Into);
        }

        try
        {
            Suspension suspension = await AccountSuspension.SuspendAsync(work.Into, before, cancellationToken).ConfigureAwait(false);
            using StateTransaction transaction = services.Database.BeginImmediate();
            SuspensionStore.Set(transaction, work.Into, suspension, services.Time.Now());
            work.Context.Record(transaction, work.Into, "suspended the account");
            transaction.Commit();
        }
        catch (ItemFailedException e)
        {
            work.Tally.Problem($"The account isn't suspended: {e.Message}");
        }
    }

    /// <summary>Whether this server hasn't the account, nor another of its name on the connector since, and the caller may have it made.</summary>
    private static bool MayMake(RestoreWork work, IReadOnlyList<IItemSource> sources)
    {
        AccountRow account = work.Into;
        if (work.IsClone || !work.Subject.IsByConnector || account.ConnectorRemovedAt is not null || !sources.Any(source => source.Item == BackupItem.Config))
        {
            return false;
        }

        using StateConnection db = work.Context.Services.Database.Connect();
        bool isTaken = PasswordDatabase.Read().Any(entry => entry.Name == account.AccountName)
            || AccountStore.LiveOf(db, Guid.Parse(account.ConnectorId)).Any(other => other.AccountName == account.AccountName && other.Id != account.Id);
        return !isTaken;
    }

    private static async Task<AccountRow> MakeAsync(RestoreWork work, CancellationToken cancellationToken)
    {
        AccountRow account = work.Into;
        try
        {
            ObjectId tree = await work.FindAsync(BackupItem.Config, cancellationToken).ConfigureAwait(false);
            return await AccountMaking.MakeAsync(new ItemRestore(work, BackupItem.Config, account, tree, []), work.Subject, work.Context, cancellationToken).ConfigureAwait(false);
        }
        catch (ItemFailedException e)
        {
            throw new BackupFailedException("DestinationUnavailable", $"The account \"{account.Path}\" can't be made anew: {e.Message}", e);
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
