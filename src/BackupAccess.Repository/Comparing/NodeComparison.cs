using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Comparing;

/// <summary>Tells two nodes of one name apart.</summary>
internal static class NodeComparison
{
    /// <summary>How they differ, or null when they don't.</summary>
    public static TreeDifferenceKind? Compare(Node? before, Node? after) => (before, after) switch
    {
        (null, _) => TreeDifferenceKind.Added,
        (_, null) => TreeDifferenceKind.Removed,
        _ when before.Type != after.Type || before.UnknownType != after.UnknownType => TreeDifferenceKind.TypeChanged,
        _ when after.Type == NodeType.File && !HaveSameContent(before, after) => TreeDifferenceKind.Modified,
        _ when !HaveSameMetadata(before, after) => TreeDifferenceKind.MetadataChanged,
        _ => null,
    };

    private static bool HaveSameContent(Node a, Node b) =>
        a.Content is null || b.Content is null ? a.Content is null && b.Content is null : a.Content.SequenceEqual(b.Content);

    private static bool HaveSameMetadata(Node a, Node b) =>
        (a.Mode, a.Uid, a.Gid, a.User, a.Group) == (b.Mode, b.Uid, b.Gid, b.User, b.Group)
        && (a.ModifiedTime, a.AccessTime, a.ChangeTime) == (b.ModifiedTime, b.AccessTime, b.ChangeTime)
        && (a.Inode, a.DeviceId, a.Links, a.Size, a.Device) == (b.Inode, b.DeviceId, b.Links, b.Size, b.Device)
        && (a.Subtree, a.Error) == (b.Subtree, b.Error)
        && HaveSameContent(a, b)
        && a.LinkTarget.Span.SequenceEqual(b.LinkTarget.Span)
        && a.GenericAttributes.Span.SequenceEqual(b.GenericAttributes.Span)
        && a.UnknownMembers.Span.SequenceEqual(b.UnknownMembers.Span)
        && HaveSameAttributes(a.ExtendedAttributes, b.ExtendedAttributes);

    /// <summary>Their order says nothing.</summary>
    private static bool HaveSameAttributes(IReadOnlyList<ExtendedAttribute> a, IReadOnlyList<ExtendedAttribute> b) =>
        a.Count == b.Count
        && a.OrderBy(one => one.Name, StringComparer.Ordinal).Zip(b.OrderBy(one => one.Name, StringComparer.Ordinal))
            .All(pair => pair.First.Name == pair.Second.Name && pair.First.Value.AsSpan().SequenceEqual(pair.Second.Value));
}
