using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Comparing;

/// <summary>Two trees of one path, walked name by name.</summary>
internal sealed class TreePair(TreePath path, (ObjectId? Before, ObjectId? After) ids, IReadOnlyList<Node> before, IReadOnlyList<Node> after, long found)
{
    private int _before;
    private int _after;

    public TreePath Path { get; } = path;

    public (ObjectId? Before, ObjectId? After) Ids { get; } = ids;

    /// <summary>How many differences were known before the walk came here.</summary>
    public long Found { get; } = found;

    /// <summary>The next name's nodes, of which at most one is missing; false at the end.</summary>
    public bool TryNext(out Node? nodeBefore, out Node? nodeAfter)
    {
        (nodeBefore, nodeAfter) = At(_before, _after);
        _before += nodeBefore is null ? 0 : 1;
        _after += nodeAfter is null ? 0 : 1;
        return nodeBefore is not null || nodeAfter is not null;
    }

    /// <summary>The trees that the rest of the walk will need, as long as nothing is known of them.</summary>
    public IEnumerable<ObjectId> Upcoming()
    {
        (int b, int a) = (_before, _after);
        for ((Node? Before, Node? After) next = At(b, a); next != default; next = At(b, a))
        {
            b += next.Before is null ? 0 : 1;
            a += next.After is null ? 0 : 1;
            (ObjectId? before, ObjectId? after) = SubtreesOf(next.Before, next.After);
            if (before is { } first)
            {
                yield return first;
            }

            if (after is { } second)
            {
                yield return second;
            }
        }
    }

    /// <summary>What must be compared below two nodes: nothing where one is something else or both have one tree.</summary>
    public static (ObjectId? Before, ObjectId? After) SubtreesOf(Node? before, Node? after)
    {
        bool isSame = before is not null && after is not null && (before.Type != after.Type || before.Subtree == after.Subtree);
        return isSame ? default : (SubtreeOf(before), SubtreeOf(after));
    }

    private static ObjectId? SubtreeOf(Node? node) => node?.Type == NodeType.Dir ? node.Subtree : null;

    private (Node? Before, Node? After) At(int b, int a)
    {
        Node? nodeBefore = b < before.Count ? before[b] : null;
        Node? nodeAfter = a < after.Count ? after[a] : null;
        int order = nodeBefore is null || nodeAfter is null ? 0 : nodeBefore.Name.CompareTo(nodeAfter.Name);
        return (order > 0 ? null : nodeBefore, order < 0 ? null : nodeAfter);
    }
}
