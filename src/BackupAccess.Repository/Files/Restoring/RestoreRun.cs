using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>One restore under way: walks the trees, makes directories, hands files over in batches, and ends with what must come last.</summary>
internal sealed class RestoreRun(RestoreContext context, DirectoryCache directories)
{
    // The longest path that Linux takes; what lies deeper no backup took.
    private const int MaximumPathLength = 4095;

    private readonly Stack<(RestoreDirectory Directory, ObjectId Tree)> _pending = new();
    private readonly List<RestoreDirectory> _unfinished = [];
    private readonly Dictionary<(ulong DeviceId, ulong Inode), LinkGroup> _latestLinks = [];
    private readonly List<LinkGroup> _links = [];
    private readonly DirectoryMaker _maker = new(context);
    private readonly Queue<RestoreBatch> _others = new([new(context, directories), new(context, directories)]);
    private RestoreBatch _batch = new(context, directories);
    private Task _earlier = Task.CompletedTask;
    private Task _restoring = Task.CompletedTask;

    public async Task<RestoreResult> RestoreAsync(TreeBrowser browser, ObjectId tree, RestoreSelection selection, CancellationToken cancellationToken)
    {
        TreePrefetch prefetch = new(browser);
        _pending.Push((_maker.Root(selection.ScopeOf(TreePath.Root)), tree));
        try
        {
            while (_pending.TryPop(out (RestoreDirectory Directory, ObjectId Tree) next))
            {
                if (await TryLoadAsync(prefetch, next.Directory, next.Tree, cancellationToken).ConfigureAwait(false) is { } content)
                {
                    await EnterAsync(next.Directory, content, selection, cancellationToken).ConfigureAwait(false);
                }
            }

            await HandOverAsync(cancellationToken).ConfigureAwait(false);
            await LinkAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Nothing may be left writing when this returns, whichever way.
            await Task.WhenAll(_earlier, _restoring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await SettleAsync().ConfigureAwait(false);
        FinishDirectories();
        return context.Counters.ToResult();
    }

    /// <summary>The directory's tree; null where the repository has it not, or damaged, which costs what lies below and no more.</summary>
    private async Task<Tree?> TryLoadAsync(TreePrefetch prefetch, RestoreDirectory directory, ObjectId tree, CancellationToken cancellationToken)
    {
        try
        {
            return await prefetch.TakeAsync(tree, _pending.Select(later => later.Tree), cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryException e) when (directory.Node is not null && RestoreBatch.IsDamage(e))
        {
            context.Counters.Problem(directory.Path, FileProblemKind.Damaged, $"What is in \"{directory.Path}\" was not restored: {e.Message}");
            return null;
        }
    }

    private async Task EnterAsync(RestoreDirectory directory, Tree content, RestoreSelection selection, CancellationToken cancellationToken)
    {
        try
        {
            using DirectoryHandle handle = context.Open(directory);
            List<(RestoreDirectory Directory, ObjectId Tree)> below = [];
            foreach (Node node in content.Nodes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RestoreScope scope = directory.Scope == RestoreScope.Everything
                    ? RestoreScope.Everything
                    : selection.ScopeOf(directory.Path.Append(node.Name));
                if (scope == RestoreScope.Nothing)
                {
                    continue;
                }

                if (node.Type == NodeType.Dir)
                {
                    Descend(handle, directory, node, scope, below);
                }
                else
                {
                    Take(handle, directory, node);
                }

                if (_batch.IsFull)
                {
                    await HandOverAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            below.Reverse();
            below.ForEach(_pending.Push);
        }
        catch (FileSystemException e) when (!FileProblems.EndsRestore(e))
        {
            context.Counters.Problem(directory.Path, FileProblemKind.Unwritable, e.Message);
        }
    }

    private void Descend(
        DirectoryHandle handle, RestoreDirectory parent, Node node, RestoreScope scope, List<(RestoreDirectory Directory, ObjectId Tree)> below)
    {
        TreePath path = parent.Path.Append(node.Name);
        if (node.Subtree is not { } subtree)
        {
            context.Counters.Problem(path, FileProblemKind.Damaged, $"\"{path}\" was not restored: it is recorded without a tree.");
        }
        else if (parent.TargetPath.ByteLength + node.Name.Length >= MaximumPathLength)
        {
            context.Counters.Problem(path, FileProblemKind.TooDeep, $"\"{node.Name}\" lies deeper than paths of {MaximumPathLength} bytes reach.");
        }
        else if (_maker.Make(handle, parent, node, scope) is { } directory)
        {
            below.Add((directory, subtree));
            bool isOverwritten = context.Options.Conflict == RestoreConflict.Overwrite && scope == RestoreScope.Everything;
            if (directory.State == RestoreDirectoryState.Made || isOverwritten)
            {
                _unfinished.Add(directory);
            }
        }
    }

    private void Take(DirectoryHandle handle, RestoreDirectory directory, Node node)
    {
        TreePath path = directory.Path.Append(node.Name);
        try
        {
            bool isKept = context.Options.Conflict == RestoreConflict.Keep
                && directory.State == RestoreDirectoryState.Live
                && handle.TryGetStatus(node.Name, out _);
            if (isKept)
            {
                context.Counters.Kept();
            }
            else if (node.Type == NodeType.File)
            {
                TakeFile(directory, node);
            }
            else
            {
                new SpecialFile(context, handle, directory, node, path).Restore();
            }
        }
        catch (FileSystemException e) when (!FileProblems.EndsRestore(e))
        {
            context.Counters.Problem(path, FileProblemKind.Unwritable, e.Message);
        }
    }

    private void TakeFile(RestoreDirectory directory, Node node)
    {
        if (node.Links < 2)
        {
            _batch.Add(directory, node, links: null);
            return;
        }

        (ulong, ulong) key = (node.DeviceId, node.Inode);
        if (_latestLinks.TryGetValue(key, out LinkGroup? known) && known.TryAdd(directory, node))
        {
            return;
        }

        LinkGroup group = new(node);
        _latestLinks[key] = group;
        _links.Add(group);
        _batch.Add(directory, node, group);
    }

    /// <summary>Restores the batch while the next is gathered. Two are under way, so that no core waits for the end of one.</summary>
    private async Task HandOverAsync(CancellationToken cancellationToken)
    {
        await _earlier.ConfigureAwait(false);
        RestoreBatch batch = _batch;
        _others.Enqueue(batch);
        _batch = _others.Dequeue();
        _earlier = _restoring;
        _restoring = Task.Run(() => batch.RestoreAsync(cancellationToken), cancellationToken);
    }

    private async Task SettleAsync()
    {
        await _earlier.ConfigureAwait(false);
        await _restoring.ConfigureAwait(false);
    }

    /// <summary>Links the further names of hard-linked files; where that can't be done they become files of their own.</summary>
    private async Task LinkAsync(CancellationToken cancellationToken)
    {
        await SettleAsync().ConfigureAwait(false);
        foreach (LinkGroup group in _links)
        {
            foreach ((RestoreDirectory directory, Node node) in group.Others)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!group.TryLink(context, directory, node))
                {
                    _batch.Add(directory, node, links: null);
                }
            }
        }

        await HandOverAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From the deepest up, for a directory's permissions may bar the way, and its times change with what is made in it.</summary>
    private void FinishDirectories()
    {
        foreach (IEnumerable<RestoreDirectory> level in _unfinished.GroupBy(directory => directory.TargetPath.Depth).OrderByDescending(level => level.Key))
        {
            Parallel.ForEach(level, Finish);
        }
    }

    private void Finish(RestoreDirectory directory)
    {
        try
        {
            using DirectoryHandle handle = context.Open(directory);
            context.Metadata.Write(handle, directory.Node!, directory.Path, GivenMetadata.None);
            context.Counters.Directory();
        }
        catch (FileSystemException e)
        {
            context.Counters.Problem(directory.Path, FileProblemKind.MetadataLost, e.Message);
        }
    }
}
