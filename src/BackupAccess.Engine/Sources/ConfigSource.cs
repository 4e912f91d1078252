using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Sources.LinuxAccounts;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources;

/// <summary>The account itself. Where it is a directory service's and not in this server's files there is nothing of it.</summary>
internal sealed class ConfigSource : IItemSource
{
    private const int MaxBytes = 1024 * 1024;

    public BackupItem Item => BackupItem.Config;

    public Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        if (AccountFiles.Find(scan.Account.AccountName) is not { } config)
        {
            return Task.FromResult<IReadOnlyList<ArchiveSource>>([]);
        }

        byte[] document = ConfigDocument.Write(config, scan.Account);
        return Task.FromResult<IReadOnlyList<ArchiveSource>>(
            [new SourceStream(FileName.Parse(ConfigDocument.FileName), _ => ValueTask.FromResult<Stream>(new MemoryStream(document, writable: false)))]);
    }

    public async Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        AccountConfig live = AccountFiles.Find(restore.Account.AccountName)
            ?? throw new ItemFailedException($"\"{restore.Account.AccountName}\" isn't an account of this server's own files.");
        switch (restore.Conflict)
        {
            case Backups.RestoreConflict.Keep:
                restore.Tally.Keep();
                break;
            case Backups.RestoreConflict.Rename:
                await restore.PutIntoHomeAsync(cancellationToken).ConfigureAwait(false);
                break;
            default:
                AccountConfig config = await ReadAsync(restore, cancellationToken).ConfigureAwait(false);
                await AccountChange.ApplyAsync(config, live, restore.Tally, cancellationToken).ConfigureAwait(false);
                restore.Tally.Restore(0);
                break;
        }
    }

    /// <summary>What a backup has of the account, which must be of that very account: nobody becomes another by a restore.</summary>
    public static async Task<AccountConfig> ReadAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        AccountRow account = restore.Account;
        AccountConfig config = ConfigDocument.Read(await restore.ReadAsync(ConfigDocument.FileName, MaxBytes, cancellationToken).ConfigureAwait(false));
        bool isOwn = config.Name == account.AccountName && config.Uid == account.Uid && config.Uid >= AccountFiles.FirstId && config.Gid >= AccountFiles.FirstId;
        return isOwn ? config : throw new ItemFailedException($"The configuration in the backup is not that of \"{account.Path}\" with the user id {account.Uid}.");
    }
}
