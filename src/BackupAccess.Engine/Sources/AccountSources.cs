using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Sources.Declaration;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources;

/// <summary>The items that accounts of a connector have: a folder's have their directory and nothing else.</summary>
internal static class AccountSources
{
    private static readonly IItemSource[] s_fixed = [new ConfigSource(), new CronSource()];

    /// <summary>Where the account's items are, beyond its home directory.</summary>
    /// <exception cref="StateException">The declaration can't be read, or others could have changed it.</exception>
    public static IReadOnlyList<IItemSource> Of(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        if (ConnectorStore.FindEver(db, Guid.Parse(account.ConnectorId))?.ConnectorKind != ConnectorKind.Linux)
        {
            return [];
        }

        ProvidedSource[] declared = [.. SourceList.Of(services.Folder.Path, account.Connector)];
        return [.. s_fixed.Where(source => !declared.Any(other => other.Item == source.Item)), .. declared];
    }

    /// <summary>What the account has now of the items asked for, each as a folder of a snapshot. An item that fails is one that fails while it is stored.</summary>
    /// <param name="scan">The account, and what keeps open what is opened.</param>
    /// <param name="items">Empty for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, IReadOnlyList<BackupItem> items, CancellationToken cancellationToken)
    {
        // Servers take their time to answer: all are asked at once.
        ArchiveSource?[] found = await Task.WhenAll(Of(scan.Services, scan.Account)
            .Where(source => items.Count == 0 || items.Contains(source.Item))
            .Select(source => FindAsync(source, scan, cancellationToken))).ConfigureAwait(false);
        return [.. found.OfType<ArchiveSource>()];
    }

    private static async Task<ArchiveSource?> FindAsync(IItemSource source, SourceScan scan, CancellationToken cancellationToken)
    {
        FileName name = ItemNames.NameOf(source.Item);
        try
        {
            IReadOnlyList<ArchiveSource> content = await source.FindAsync(scan, cancellationToken).ConfigureAwait(false);
            return content.Count == 0 ? null : new SourceFolder(name, content);
        }
        catch (ItemFailedException e)
        {
            return new SourceStream(name, _ => throw new SourceFailedException(e.Message, e));
        }
    }
}
