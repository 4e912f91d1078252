using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>What one of a backup's workers has for itself.</summary>
internal sealed class ArchiveWorker(ArchiveRun run, ArchiveQueue queue, int workers)
{
    public ArchiveRun Run => run;
    public ArchiveQueue Queue => queue;
    public int Workers => workers;
    public TreeWriter Json { get; } = new();
    public FileContentReader Content { get; } = new(run);
}
