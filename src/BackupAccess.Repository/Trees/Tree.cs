namespace BackupAccess.Repository.Trees;

/// <summary>A directory's entries in the order of their names' bytes; no name is there twice.</summary>
public sealed class Tree
{
    private readonly Node[] _nodes;

    private Tree(Node[] nodes) => _nodes = nodes;

    public static Tree Empty { get; } = new([]);

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Reads a tree blob.</summary>
    /// <param name="json">The blob's content.</param>
    /// <param name="id">Names the blob in errors.</param>
    /// <exception cref="RepositoryDamagedException">
    /// It is no tree, or a name is one that no directory can hold (empty, ".", "..", with a slash or a NUL, over
    /// <see cref="FileName.MaximumLength"/> bytes) or is there twice: such a tree is hostile or broken, and nothing of it is used.
    /// </exception>
    public static Tree Parse(ReadOnlySpan<byte> json, ObjectId id)
    {
        Node[] nodes = new TreeReader(json, id).Read();
        bool ordered = true;
        for (int i = 1; ordered && i < nodes.Length; i++)
        {
            ordered = nodes[i - 1].Name < nodes[i].Name;
        }

        return new Tree(ordered ? nodes : Sort(nodes, id));
    }

    /// <summary>Makes a tree of nodes in any order.</summary>
    /// <exception cref="ArgumentException">Two nodes have one name.</exception>
    public static Tree Of(IEnumerable<Node> nodes)
    {
        Node[] sorted = [.. nodes];
        Array.Sort(sorted, static (a, b) => a.Name.CompareTo(b.Name));
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1].Name == sorted[i].Name)
            {
                throw new ArgumentException($"\"{sorted[i].Name}\" is there twice.", nameof(nodes));
            }
        }

        return new Tree(sorted);
    }

    /// <summary>The entry of that name, or null.</summary>
    public Node? Find(FileName name)
    {
        int low = 0;
        int high = _nodes.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _nodes[middle].Name.CompareTo(name);
            if (order == 0)
            {
                return _nodes[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>The blob's content: what restic writes for the same nodes, byte by byte.</summary>
    public byte[] ToJson()
    {
        TreeWriter writer = new();
        foreach (Node node in _nodes)
        {
            writer.Add(node);
        }

        return writer.Finish().ToArray();
    }

    private static Node[] Sort(Node[] nodes, ObjectId id)
    {
        Array.Sort(nodes, static (a, b) => a.Name.CompareTo(b.Name));
        for (int i = 1; i < nodes.Length; i++)
        {
            if (nodes[i - 1].Name == nodes[i].Name)
            {
                throw TreeReader.Damaged(id, $"\"{nodes[i].Name}\" is in it twice");
            }
        }

        return nodes;
    }
}
