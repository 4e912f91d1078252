using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>One backup under way: what its workers share.</summary>
internal sealed class ArchiveRun(ResticRepository repository, BlobWriter writer, ArchiveOptions options, ArchiveCounters counters)
{
    // Two clock ticks of the slowest usual kernel: a change within them may leave a file's times as they were.
    private static readonly TimeSpan s_clockGrain = TimeSpan.FromMilliseconds(20);

    private readonly TreeBrowser _browser = new(repository);

    public Action<string>? FileOpened { get; init; }
    public ResticRepository Repository => repository;
    public ArchiveOptions Options => options;
    public ArchiveCounters Counters => counters;
    public NodeFactory Nodes { get; } = new(new AccountNames(), options.TimeProvider.LocalTimeZone);

    /// <summary>What changed before this moment was seen whole by the parent's backup.</summary>
    public FileTime ParentSaw { get; } = options.Parent is { } parent ? FileTime.From(parent.Time - s_clockGrain) : FileTime.None;

    /// <summary>Stores everything; returns the snapshot's tree.</summary>
    public async Task<ObjectId> StoreAsync(IReadOnlyList<ArchiveSource> sources, int threads, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ArchiveQueue queue = new(threads);
        Tree? parent = options.Parent is { } snapshot ? await LoadTreeAsync(snapshot.Tree, stop.Token).ConfigureAwait(false) : null;
        SourceLayout layout = new(this, queue);
        Func<Node?>[] roots = await layout.PlaceAsync(sources, TreePath.Root, parent, stop.Token).ConfigureAwait(false);
        if (layout.Jobs == 0)
        {
            return SaveTree(new TreeWriter(), []);
        }

        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(() => WorkAsync(queue, threads, stop), CancellationToken.None))).ConfigureAwait(false);
        return SaveTree(new TreeWriter(), Tree.Of(roots.Select(root => root()).OfType<Node>()).Nodes);
    }

    /// <summary>A tree of the parent; null when the repository lost it, which the new backup then makes good.</summary>
    public async Task<Tree?> LoadTreeAsync(ObjectId tree, CancellationToken cancellationToken) =>
        repository.Contains(new BlobHandle(BlobType.Tree, tree))
            ? await _browser.LoadAsync(tree, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Whether a file was left alone since the parent's backup saw it, by the rules of restic and the clock's grain.</summary>
    public bool IsUnchanged(Node previous, in FileStatus status) =>
        previous.Type == status.Type
        && previous.Inode == status.Inode
        && previous.ModifiedTime == status.Modified
        && previous.ChangeTime == status.Changed
        && (status.Type != NodeType.File || previous.Size == (ulong)status.Size)
        && status.Changed < ParentSaw;

    /// <summary>Reads attributes; one that can't be had is a problem, and stays without value so that it isn't taken for known.</summary>
    public ExtendedAttribute[] ReadAttributes(FileDescriptor file, TreePath directory, FileName name = default)
    {
        ExtendedAttribute[] attributes = file.ReadAttributes(out string? unread);
        if (unread is not null)
        {
            TreePath path = name.Length == 0 ? directory : directory.Append(name);
            counters.Problem(path, FileProblemKind.AttributeLost, $"The attribute \"{unread}\" of \"{path}\" can't be read.");
        }

        return attributes;
    }

    public bool HasContent(Node node)
    {
        foreach (ObjectId id in node.Content ?? [])
        {
            if (!repository.Contains(new BlobHandle(BlobType.Data, id)))
            {
                return false;
            }
        }

        return true;
    }

    public ObjectId Save(BlobType type, ReadOnlySpan<byte> content)
    {
        BlobSave save = writer.Save(type, content);
        counters.Blob(type, save, content.Length);
        return save.Id;
    }

    public ObjectId SaveTree(TreeWriter json, IEnumerable<Node?> nodes)
    {
        foreach (Node? node in nodes)
        {
            if (node is not null)
            {
                json.Add(node);
            }
        }

        return Save(BlobType.Tree, json.Finish());
    }

    /// <summary>Takes jobs until all are done; a failure stops the other workers, too.</summary>
    private async Task WorkAsync(ArchiveQueue queue, int threads, CancellationTokenSource stop)
    {
        bool whole = false;
        try
        {
            ArchiveWorker worker = new(this, queue, threads);
            while (await queue.TakeAsync(stop.Token).ConfigureAwait(false) is { } job)
            {
                await job.RunAsync(worker, stop.Token).ConfigureAwait(false);
                queue.Finish();
            }

            whole = true;
        }
        finally
        {
            if (!whole)
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
    }
}
