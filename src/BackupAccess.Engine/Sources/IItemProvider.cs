using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Sources;

/// <summary>One of the ways by which an item is got from this server and put back.</summary>
internal interface IItemProvider
{
    /// <summary>What messages call it, and what tells two files of one name apart.</summary>
    string Name { get; }

    /// <summary>What the account has by it; nothing where it has none.</summary>
    /// <exception cref="ItemFailedException">It can't be told.</exception>
    Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken);

    /// <summary>Puts back what it finds its own of an item in a backup, and claims that.</summary>
    /// <exception cref="ItemFailedException">It can't be put back, or not all of it.</exception>
    Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken);
}
