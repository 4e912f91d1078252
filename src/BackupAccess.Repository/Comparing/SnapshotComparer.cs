using System.Runtime.CompilerServices;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Comparing;

/// <summary>
/// Tells what differs between two trees, as restic's diff. The repository's index is loaded already. Safe for concurrent
/// use.
/// </summary>
public sealed class SnapshotComparer(ResticRepository repository)
{
    private readonly TreeBrowser _browser = new(repository);

    /// <summary>
    /// Every entry that differs, each directory before what lies in it, names in the order of their bytes. Trees are read
    /// as the walk goes on; of two directories with the same tree it isn't read.
    /// </summary>
    /// <param name="treeA">The tree before.</param>
    /// <param name="treeB">The tree after.</param>
    /// <param name="options">What is told.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="RepositoryDamagedException">A tree is missing or broken.</exception>
    public IAsyncEnumerable<TreeDifference> CompareAsync(ObjectId treeA, ObjectId treeB, CompareOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return WalkAsync(treeA, treeB, options, cancellationToken);
    }

    private async IAsyncEnumerable<TreeDifference> WalkAsync(
        ObjectId treeA, ObjectId treeB, CompareOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TreePrefetch prefetch = new(_browser);
        HashSet<(ObjectId? Before, ObjectId? After)> alike = [];
        Stack<TreePair> open = new();
        long found = 0;
        if (treeA != treeB)
        {
            open.Push(await LoadAsync(TreePath.Root, (treeA, treeB), found, prefetch, [], cancellationToken).ConfigureAwait(false));
        }

        while (open.TryPeek(out TreePair? top))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!top.TryNext(out Node? before, out Node? after))
            {
                Close(open.Pop(), found, alike);
                continue;
            }

            TreePath path = top.Path.Append((after ?? before)!.Name);
            TreeDifferenceKind? kind = NodeComparison.Compare(before, after);
            if (kind is { } told && (told != TreeDifferenceKind.MetadataChanged || options.IncludesMetadata))
            {
                found++;
                yield return new TreeDifference(path, told, before, after);
            }

            (ObjectId? Before, ObjectId? After) subtrees = SubtreesOf(path, before, after);
            if (subtrees != default && !alike.Contains(subtrees))
            {
                open.Push(await LoadAsync(path, subtrees, found, prefetch, top.Upcoming(), cancellationToken).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Two trees between which nothing is told needn't be walked again, however often they come.</summary>
    private static void Close(TreePair pair, long found, HashSet<(ObjectId? Before, ObjectId? After)> alike)
    {
        if (found == pair.Found)
        {
            alike.Add(pair.Ids);
        }
    }

    private static (ObjectId? Before, ObjectId? After) SubtreesOf(TreePath path, Node? before, Node? after)
    {
        bool isBroken = (before?.Type == NodeType.Dir && before.Subtree is null) || (after?.Type == NodeType.Dir && after.Subtree is null);
        return isBroken ? throw new RepositoryDamagedException($"directory {path}", "it has no tree") : TreePair.SubtreesOf(before, after);
    }

    private static async Task<TreePair> LoadAsync(
        TreePath path, (ObjectId? Before, ObjectId? After) ids, long found, TreePrefetch prefetch, IEnumerable<ObjectId> upcoming, CancellationToken cancellationToken)
    {
        Tree before = ids.Before is { } first
            ? await prefetch.TakeAsync(first, ids.After is { } both ? upcoming.Prepend(both) : upcoming, cancellationToken).ConfigureAwait(false)
            : Tree.Empty;
        Tree after = ids.After is { } second ? await prefetch.TakeAsync(second, upcoming, cancellationToken).ConfigureAwait(false) : Tree.Empty;
        return new TreePair(path, ids, before.Nodes, after.Nodes, found);
    }
}
