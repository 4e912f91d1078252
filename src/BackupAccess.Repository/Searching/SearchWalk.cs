using System.Runtime.CompilerServices;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Searching;

/// <summary>
/// Walks the trees of snapshots one after the other. A tree below which nothing was found is remembered, and not read
/// again where it stands alike in the patterns.
/// </summary>
internal sealed class SearchWalk(TreeBrowser browser, SearchFilter filter)
{
    private readonly HashSet<(ObjectId Tree, SearchPosition Position)> _barren = [];
    private long _found;

    public async IAsyncEnumerable<TreeEntry> WalkAsync(ObjectId root, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TreePrefetch prefetch = new(browser);
        Stack<Level> open = new();
        if (!_barren.Contains((root, filter.Start)))
        {
            open.Push(new Level(TreePath.Root, root, filter.Start, await browser.LoadAsync(root, cancellationToken).ConfigureAwait(false), _found));
        }

        while (open.TryPeek(out Level? top))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!top.TryNext(out Node? node))
            {
                Close(open.Pop());
                continue;
            }

            TreePath path = top.Path.Append(node.Name);
            SearchPosition position = filter.Follow(top.Position, node);
            if (ReferenceEquals(position, SearchPosition.Matched) && filter.Accepts(node))
            {
                _found++;
                yield return new TreeEntry(path, node);
            }

            if (node.Type == NodeType.Dir && MayHold(SubtreeOf(path, node), position))
            {
                Tree tree = await prefetch.TakeAsync(node.Subtree!.Value, Upcoming(top), cancellationToken).ConfigureAwait(false);
                open.Push(new Level(path, node.Subtree.Value, position, tree, _found));
            }
        }
    }

    private static ObjectId SubtreeOf(TreePath path, Node directory) =>
        directory.Subtree ?? throw new RepositoryDamagedException($"directory {path}", "it has no tree");

    private bool MayHold(ObjectId tree, SearchPosition position) => !position.IsHopeless && !_barren.Contains((tree, position));

    private IEnumerable<ObjectId> Upcoming(Level level) => level.Rest
        .Where(node => node is { Type: NodeType.Dir, Subtree: { } subtree } && MayHold(subtree, filter.Follow(level.Position, node)))
        .Select(node => node.Subtree!.Value);

    private void Close(Level level)
    {
        if (level.Found == _found)
        {
            _barren.Add((level.Tree, level.Position));
        }
    }

    /// <summary>One open directory.</summary>
    private sealed class Level(TreePath path, ObjectId id, SearchPosition position, Tree tree, long found)
    {
        private int _next;

        public TreePath Path { get; } = path;

        public ObjectId Tree { get; } = id;

        public SearchPosition Position { get; } = position;

        /// <summary>How much was found before the walk came here.</summary>
        public long Found { get; } = found;

        public IEnumerable<Node> Rest
        {
            get
            {
                for (int i = _next; i < tree.Nodes.Count; i++)
                {
                    yield return tree.Nodes[i];
                }
            }
        }

        public bool TryNext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Node? node)
        {
            node = _next < tree.Nodes.Count ? tree.Nodes[_next++] : null;
            return node is not null;
        }
    }
}
