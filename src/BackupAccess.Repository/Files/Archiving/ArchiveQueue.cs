namespace BackupAccess.Repository.Files.Archiving;

/// <summary>
/// The work of a backup. Chunks of large files go first, then files, then the directory found last, so that little is
/// pending at any time: no more files than a directory holds, no more directories than lie beside the way down.
/// </summary>
internal sealed class ArchiveQueue(int workers) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<ArchiveJob> _chunks = new();
    private readonly Queue<ArchiveJob> _files = new();
    private readonly Stack<ArchiveJob> _directories = new();
    private readonly SemaphoreSlim _available = new(0);
    private int _unfinished;

    public void Add(ArchiveJob job)
    {
        lock (_lock)
        {
            _unfinished++;
            switch (job)
            {
                case DirectoryJob:
                    _directories.Push(job);
                    break;
                case FileJob or LoneFileJob or StreamJob:
                    _files.Enqueue(job);
                    break;
                default:
                    _chunks.Enqueue(job);
                    break;
            }
        }

        _available.Release();
    }

    /// <summary>The next job; null when all are finished.</summary>
    public async ValueTask<ArchiveJob?> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return _chunks.TryDequeue(out ArchiveJob? job) || _files.TryDequeue(out job) || _directories.TryPop(out job) ? job : null;
        }
    }

    /// <summary>Says that a job taken is done, and that it has added the jobs that follow from it.</summary>
    public void Finish()
    {
        bool all;
        lock (_lock)
        {
            all = --_unfinished == 0;
        }

        if (all)
        {
            _available.Release(workers);
        }
    }

    public void Dispose() => _available.Dispose();
}
