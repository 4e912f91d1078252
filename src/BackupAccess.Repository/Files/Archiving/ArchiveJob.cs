namespace BackupAccess.Repository.Files.Archiving;

/// <summary>A piece of work that any worker can do.</summary>
internal abstract class ArchiveJob
{
    public abstract ValueTask RunAsync(ArchiveWorker worker, CancellationToken cancellationToken);
}
