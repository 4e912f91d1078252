using System.Runtime.CompilerServices;

namespace BackupAccess.Repository.Trees;

/// <summary>Reads the trees of snapshots. The repository's index is loaded already. Safe for concurrent use.</summary>
public sealed class TreeBrowser(ResticRepository repository)
{
    /// <exception cref="RepositoryDamagedException">The tree is missing or broken.</exception>
    public Task<Tree> LoadAsync(ObjectId tree, CancellationToken cancellationToken) =>
        repository.LoadBlobAsync(new BlobHandle(BlobType.Tree, tree), json => Tree.Parse(json, tree), cancellationToken);

    /// <summary>The node at a path below a tree; null when there is none, and for the root, which has no node.</summary>
    public async Task<Node?> FindAsync(ObjectId tree, TreePath path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        Node? node = null;
        ObjectId? next = tree;
        foreach (FileName name in path.ToNames())
        {
            node = next is { } id ? (await LoadAsync(id, cancellationToken).ConfigureAwait(false)).Find(name) : null;
            next = node?.Subtree;
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }

    /// <summary>What lies in the directory at a path, in order of names; of anything else, the thing itself.</summary>
    /// <exception cref="TreePathNotFoundException">There is no such path.</exception>
    public async IAsyncEnumerable<TreeEntry> ListAsync(ObjectId tree, TreePath path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (Node? node, ObjectId? directory) = await ResolveAsync(tree, path, cancellationToken).ConfigureAwait(false);
        if (directory is not { } id)
        {
            yield return new TreeEntry(path, node!);
            yield break;
        }

        foreach (Node child in (await LoadAsync(id, cancellationToken).ConfigureAwait(false)).Nodes)
        {
            yield return new TreeEntry(path.Append(child.Name), child);
        }
    }

    /// <summary>
    /// Everything below a path, each directory before what it holds, names in order; of anything but a directory, the
    /// thing itself. Trees are read as the walk goes on.
    /// </summary>
    /// <exception cref="TreePathNotFoundException">There is no such path.</exception>
    public async IAsyncEnumerable<TreeEntry> WalkAsync(ObjectId tree, TreePath path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (Node? node, ObjectId? directory) = await ResolveAsync(tree, path, cancellationToken).ConfigureAwait(false);
        if (directory is not { } id)
        {
            yield return new TreeEntry(path, node!);
            yield break;
        }

        Stack<(TreePath Path, IReadOnlyList<Node> Nodes, int Next)> open = new();
        TreePrefetch prefetch = new(this);
        open.Push((path, (await LoadAsync(id, cancellationToken).ConfigureAwait(false)).Nodes, 0));
        while (open.TryPop(out (TreePath Path, IReadOnlyList<Node> Nodes, int Next) top))
        {
            if (top.Next == top.Nodes.Count)
            {
                continue;
            }

            open.Push(top with { Next = top.Next + 1 });
            TreeEntry entry = new(top.Path.Append(top.Nodes[top.Next].Name), top.Nodes[top.Next]);
            yield return entry;
            if (entry.Node.Type == NodeType.Dir)
            {
                ObjectId subtree = entry.Node.Subtree
                    ?? throw new RepositoryDamagedException($"directory {entry.Path}", "it has no tree");
                Tree loaded = await prefetch.TakeAsync(subtree, SubtreesFrom(top.Nodes, top.Next + 1), cancellationToken).ConfigureAwait(false);
                open.Push((entry.Path, loaded.Nodes, 0));
            }
        }
    }

    private static IEnumerable<ObjectId> SubtreesFrom(IReadOnlyList<Node> nodes, int first)
    {
        for (int i = first; i < nodes.Count; i++)
        {
            if (nodes[i].Subtree is { } subtree)
            {
                yield return subtree;
            }
        }
    }

    private async Task<(Node? Node, ObjectId? Directory)> ResolveAsync(ObjectId tree, TreePath path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Depth == 0)
        {
            return (null, tree);
        }

        Node node = await FindAsync(tree, path, cancellationToken).ConfigureAwait(false)
            ?? throw new TreePathNotFoundException(path);
        return (node, node.Subtree);
    }
}
