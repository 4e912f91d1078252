using BackupAccess.Repository;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// Counts the files below trees, as restic's summary of a snapshot would: a file in each place that it has. A tree is read
/// once, however many directories have it. What is too much for a number is the greatest number.
/// </summary>
internal sealed class FileCount(ResticRepository repository)
{
    private readonly TreeBrowser _browser = new(repository);
    private readonly Dictionary<ObjectId, (long Files, long Bytes)> _counted = [];

    /// <exception cref="RepositoryDamagedException">A tree is missing or broken.</exception>
    public async Task<(long Files, long Bytes)> BelowAsync(ObjectId root, CancellationToken cancellationToken)
    {
        Stack<ObjectId> open = new([root]);
        Dictionary<ObjectId, Tree> read = [];
        while (open.TryPeek(out ObjectId id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_counted.ContainsKey(id))
            {
                open.Pop();
            }
            else if (read.Remove(id, out Tree? tree))
            {
                _counted.Add(id, Sum(tree));
                open.Pop();
            }
            else
            {
                tree = await _browser.LoadAsync(id, cancellationToken).ConfigureAwait(false);
                read.Add(id, tree);
                foreach (ObjectId below in Subtrees(tree).Where(below => !_counted.ContainsKey(below)))
                {
                    open.Push(below);
                }
            }
        }

        return _counted[root];
    }

    private static IEnumerable<ObjectId> Subtrees(Tree tree) => tree.Nodes
        .Where(node => node.Type == NodeType.Dir)
        .Select(node => node.Subtree ?? throw new RepositoryDamagedException($"directory \"{node.Name}\"", "it has no tree"));

    private (long Files, long Bytes) Sum(Tree tree)
    {
        (long files, long bytes) = (0, 0);
        foreach (Node node in tree.Nodes.Where(node => node.Type is NodeType.File or NodeType.Dir))
        {
            (long Files, long Bytes) more = node.Type == NodeType.File ? (1, (long)Math.Min(long.MaxValue, node.Size)) : _counted[node.Subtree!.Value];
            files = Add(files, more.Files);
            bytes = Add(bytes, more.Bytes);
        }

        return (files, bytes);
    }

    private static long Add(long one, long other) => (long)Math.Min(long.MaxValue, (ulong)one + (ulong)other);
}
