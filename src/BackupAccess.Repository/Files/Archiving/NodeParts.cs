using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>What a node holds beyond what a look at the file tells.</summary>
internal readonly record struct NodeParts()
{
    public ExtendedAttribute[] Attributes { get; init; } = [];
    public byte[] LinkTarget { get; init; } = [];
    public IReadOnlyList<ObjectId>? Content { get; init; }
    public ObjectId? Subtree { get; init; }

    /// <summary>The bytes read of a file, where they were read.</summary>
    public ulong? Size { get; init; }

    public bool AreThoseOf(Node node)
    {
        if (Subtree != node.Subtree
            || (Size ?? node.Size) != node.Size
            || !node.LinkTarget.Span.SequenceEqual(LinkTarget)
            || Attributes.Length != node.ExtendedAttributes.Count
            || (Content is null) != (node.Content is null))
        {
            return false;
        }

        for (int i = 0; i < Attributes.Length; i++)
        {
            if (Attributes[i].Name != node.ExtendedAttributes[i].Name
                || !Attributes[i].Value.AsSpan().SequenceEqual(node.ExtendedAttributes[i].Value))
            {
                return false;
            }
        }

        return Content is null || ReferenceEquals(Content, node.Content) || Content.SequenceEqual(node.Content!);
    }
}
