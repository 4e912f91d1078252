using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>Where the items lie in a snapshot's tree: each in a folder of its own, but for what isn't divided into items.</summary>
internal static class ItemNames
{
    public static FileName HomeDirectory { get; } = FileName.Parse(nameof(BackupItem.HomeDirectory));

    public static TreePath PathOf(BackupItem item) => item switch
    {
        BackupItem.HomeDirectory => TreePath.Root.Append(HomeDirectory),
        BackupItem.Files => TreePath.Root,
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    /// <summary>The items that a snapshot's tree has.</summary>
    public static IReadOnlyList<BackupItem> In(Tree root) =>
        root.Find(HomeDirectory) is { Type: NodeType.Dir } ? [BackupItem.HomeDirectory] : [BackupItem.Files];
}
