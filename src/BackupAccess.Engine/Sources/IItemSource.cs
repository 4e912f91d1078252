using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Sources;

/// <summary>Where an item of an account, beyond its home directory, is to be found on its connector and put back to.</summary>
internal interface IItemSource
{
    BackupItem Item { get; }

    /// <summary>What the account has of it, to be stored in the item's folder; nothing where it has none. What is opened stays open no longer than the call.</summary>
    /// <exception cref="ItemFailedException">It can't be told.</exception>
    IReadOnlyList<ArchiveSource> Find(AccountRow account, EngineServices services);

    /// <summary>Puts what a backup has of it back into place.</summary>
    /// <exception cref="ItemFailedException">It can't be put back, or not all of it.</exception>
    Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken);
}
