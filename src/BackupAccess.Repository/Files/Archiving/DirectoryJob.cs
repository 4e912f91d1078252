using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>
/// One directory: looks at what is in it, leaves files and subdirectories to other jobs, and when the last of them is
/// done stores its tree and is done itself. Whichever worker ends that last job does so.
/// </summary>
internal sealed class DirectoryJob : ArchiveJob
{
    private readonly SourceTree _source;
    private readonly DirectoryJob? _parent;
    private readonly int _slot;
    private readonly Node? _previous;
    private DirectoryHandle? _handle;
    private FileStatus _status;
    private ulong _rootFileSystem;
    private ExtendedAttribute[] _attributes = [];
    private Tree? _previousTree;
    private Node?[] _children = [];
    private int _unfinished = 1;
    private int _unopened = 1;

    private DirectoryJob(SourceTree source, DirectoryJob? parent, int slot, TreePath path, Node? previous)
    {
        _source = source;
        _parent = parent;
        _slot = slot;
        Path = path;
        _previous = previous?.Type == NodeType.Dir ? previous : null;
    }

    /// <summary>From the item's name on.</summary>
    public TreePath Path { get; }

    /// <summary>The bytes of its source's own path, of which excludes know nothing.</summary>
    public int RootLength => _parent?.RootLength ?? Path.ByteLength;

    /// <summary>Of a root: its node, when all is done; null where what is part of an item couldn't be listed.</summary>
    public Node? Result { get; private set; }

    public static DirectoryJob ForRoot(SourceTree source, TreePath path, Node? previous) => new(source, null, 0, path, previous);

    public DirectoryJob ForSubdirectory(int slot, TreePath path, Node? previous) => new(_source, this, slot, path, previous);

    public override async ValueTask RunAsync(ArchiveWorker worker, CancellationToken cancellationToken)
    {
        ArchiveRun run = worker.Run;
        try
        {
            Open(run);
            if (_previous?.Subtree is { } subtree)
            {
                _previousTree = await run.LoadTreeAsync(subtree, cancellationToken).ConfigureAwait(false);
            }

            VisitAll(worker, ListNames(run), cancellationToken);
        }
        catch (FileSystemException e) when (_parent is not null || Path.Depth > 1)
        {
            run.Counters.Problem(Path, e);
            ReleaseHandle();
            _parent?.Complete(worker, _slot, null);
            return;
        }

        ReleaseHandle();
        Complete(worker);
    }

    /// <summary>Opens a file for the job that this directory gave out for it; once for each job.</summary>
    public FileHandle OpenFile(FileName name)
    {
        try
        {
            return _handle!.OpenFile(name);
        }
        finally
        {
            ReleaseHandle();
        }
    }

    /// <summary>Takes the node of a child, null when there is none to store.</summary>
    public void Complete(ArchiveWorker worker, int slot, Node? node)
    {
        _children[slot] = node;
        Complete(worker);
    }

    private void Open(ArchiveRun run)
    {
        _handle = _parent is null ? _source.Root : _parent.OpenDirectory(Path.Name);
        _status = _handle.GetStatus();
        _rootFileSystem = _parent?._rootFileSystem ?? _status.FileSystem;
        _attributes = run.ReadAttributes(_handle, Path);
    }

    private DirectoryHandle OpenDirectory(FileName name)
    {
        try
        {
            return _handle!.OpenDirectory(name);
        }
        finally
        {
            ReleaseHandle();
        }
    }

    private FileName[] ListNames(ArchiveRun run)
    {
        if (_status.FileSystem != _rootFileSystem && run.Options.MountPoints == MountPoints.LeaveEmpty)
        {
            return [];
        }

        bool known = run.Options.ParentListings == ParentListings.Trust
            && _previousTree is not null
            && run.IsUnchanged(_previous!, _status);
        return known ? [.. _previousTree!.Nodes.Select(node => node.Name)] : _handle!.ListNames();
    }

    private void VisitAll(ArchiveWorker worker, FileName[] names, CancellationToken cancellationToken)
    {
        _children = new Node?[names.Length];
        DirectoryVisit visit = new(this, _handle!, _source, _previousTree ?? Tree.Empty);
        for (int slot = 0; slot < names.Length; slot++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (visit.Look(worker.Run, slot, names[slot], out _children[slot]) is { } job)
            {
                Interlocked.Increment(ref _unfinished);
                Interlocked.Increment(ref _unopened);
                worker.Queue.Add(job);
            }
        }
    }

    /// <summary>Ends one of this directory's jobs; with the last its tree is stored, and so on upwards.</summary>
    private void Complete(ArchiveWorker worker)
    {
        DirectoryJob job = this;
        while (Interlocked.Decrement(ref job._unfinished) == 0)
        {
            Node node = job.Store(worker);
            if (job._parent is null)
            {
                job.Result = node;
                return;
            }

            job._parent._children[job._slot] = node;
            job = job._parent;
        }
    }

    private Node Store(ArchiveWorker worker)
    {
        ObjectId subtree = IsPreviousTree() ? _previous!.Subtree!.Value : worker.Run.SaveTree(worker.Json, _children);
        NodeParts parts = new() { Attributes = _attributes, Subtree = subtree };
        Node node = worker.Run.Nodes.Make(Path.Name, _status, parts, _previous);
        worker.Run.Counters.Directory(node, _previous);
        _children = [];
        _previousTree = null;
        return node;
    }

    /// <summary>Unchanged nodes are the parent's own, so a tree is unchanged when it is made of the same.</summary>
    private bool IsPreviousTree()
    {
        if (_previousTree is null)
        {
            return false;
        }

        int same = 0;
        foreach (Node? child in _children)
        {
            if (child is null)
            {
                continue;
            }

            if (same == _previousTree.Nodes.Count || !ReferenceEquals(child, _previousTree.Nodes[same]))
            {
                return false;
            }

            same++;
        }

        return same == _previousTree.Nodes.Count;
    }

    /// <summary>The directory stays open until all that is in it was opened. A root's handle is the caller's.</summary>
    private void ReleaseHandle()
    {
        if (Interlocked.Decrement(ref _unopened) == 0 && _parent is not null)
        {
            _handle?.Dispose();
            _handle = null;
        }
    }
}
