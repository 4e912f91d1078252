using BackupAccess.Engine.Backups;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Sources;

/// <summary>Where an item of an account, beyond its home directory, is to be found on its connector and put back to.</summary>
internal interface IItemSource
{
    BackupItem Item { get; }

    /// <summary>What the account has of it, to be stored in the item's folder; nothing where it has none.</summary>
    /// <exception cref="ItemFailedException">It can't be told.</exception>
    Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken);

    /// <summary>Puts what a backup has of it back into place.</summary>
    /// <exception cref="ItemFailedException">It can't be put back, or not all of it.</exception>
    Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken);
}
