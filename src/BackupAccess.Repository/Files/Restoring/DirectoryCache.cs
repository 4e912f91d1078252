namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Keeps directories open while files come for them, and the latest of the others. Safe for concurrent use.</summary>
internal sealed class DirectoryCache(RestoreContext context) : IDisposable
{
    private const int MaximumIdle = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<RestoreDirectory, Entry> _open = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<RestoreDirectory> _idle = new();

    /// <summary>The directory's handle, which stays the cache's; to be given back by <see cref="Release"/>.</summary>
    /// <exception cref="FileSystemException">It is gone, or another was put in its place.</exception>
    public DirectoryHandle Acquire(RestoreDirectory directory)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(directory, out Entry? entry))
            {
                entry = new Entry(context.Open(directory));
                _open.Add(directory, entry);
            }
            else if (entry.Idle is { } idle)
            {
                _idle.Remove(idle);
                entry.Idle = null;
            }

            entry.Users++;
            return entry.Handle;
        }
    }

    public void Release(RestoreDirectory directory)
    {
        lock (_lock)
        {
            Entry entry = _open[directory];
            if (--entry.Users == 0)
            {
                entry.Idle = _idle.AddLast(directory);
            }

            if (_idle.Count > MaximumIdle)
            {
                RestoreDirectory oldest = _idle.First!.Value;
                _idle.RemoveFirst();
                _open.Remove(oldest, out Entry? closed);
                closed!.Handle.Dispose();
            }
        }
    }

    public void Dispose()
    {
        foreach (Entry entry in _open.Values)
        {
            entry.Handle.Dispose();
        }
    }

    private sealed class Entry(DirectoryHandle handle)
    {
        public DirectoryHandle Handle => handle;
        public int Users { get; set; }
        public LinkedListNode<RestoreDirectory>? Idle { get; set; }
    }
}
