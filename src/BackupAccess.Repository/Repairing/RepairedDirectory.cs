using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Repairing;

/// <summary>A directory while it is walked: what it held and what it will hold.</summary>
/// <param name="Node">Its node in its parent; null of the root.</param>
/// <param name="Id">Its tree's id.</param>
/// <param name="Tree">Its tree.</param>
internal sealed record RepairedDirectory(Node? Node, ObjectId Id, Tree Tree)
{
    private readonly List<Node> _nodes = [];
    private int _next;

    public IReadOnlyList<Node> Nodes => _nodes;

    public bool IsChanged { get; private set; }

    /// <summary>The next node to be visited; null when none is left.</summary>
    public Node? TakeNext() => _next < Tree.Nodes.Count ? Tree.Nodes[_next++] : null;

    public void Add(Node former, Node node)
    {
        _nodes.Add(node);
        IsChanged |= !ReferenceEquals(former, node);
    }
}
