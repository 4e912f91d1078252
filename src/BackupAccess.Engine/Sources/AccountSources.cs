using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources;

/// <summary>The items that accounts of a connector have: a folder's have their directory and nothing else.</summary>
internal static class AccountSources
{
    private static readonly IItemSource[] s_linux = [new ConfigSource(), new CronSource()];

    /// <summary>Where the account's items are, beyond its home directory.</summary>
    public static IReadOnlyList<IItemSource> Of(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        ConnectorRow? connector = ConnectorStore.FindEver(db, Guid.Parse(account.ConnectorId));
        return connector?.ConnectorKind == ConnectorKind.Linux ? s_linux : [];
    }

    /// <summary>What the account has now of the items asked for, each as a folder of a snapshot. An item that fails is one that fails while it is stored.</summary>
    /// <param name="services">Whose state.</param>
    /// <param name="account">The account.</param>
    /// <param name="items">Empty for all.</param>
    public static IReadOnlyList<ArchiveSource> Find(EngineServices services, AccountRow account, IReadOnlyList<BackupItem> items) =>
        [.. Of(services, account)
            .Where(source => items.Count == 0 || items.Contains(source.Item))
            .Select(source => Find(source, account, services))
            .OfType<ArchiveSource>()];

    private static ArchiveSource? Find(IItemSource source, AccountRow account, EngineServices services)
    {
        FileName name = ItemNames.NameOf(source.Item);
        try
        {
            IReadOnlyList<ArchiveSource> content = source.Find(account, services);
            return content.Count == 0 ? null : new SourceFolder(name, content);
        }
        catch (ItemFailedException e)
        {
            return new SourceStream(name, _ => throw new SourceFailedException(e.Message, e));
        }
    }
}
