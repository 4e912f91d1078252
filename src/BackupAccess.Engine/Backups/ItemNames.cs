using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>Where the items lie in a snapshot's tree: each in a folder of its own, but for what isn't divided into items.</summary>
internal static class ItemNames
{
    public static FileName HomeDirectory { get; } = NameOf(BackupItem.HomeDirectory);

    public static FileName NameOf(BackupItem item) => FileName.Parse(item.ToString());

    public static TreePath PathOf(BackupItem item) => item == BackupItem.Files ? TreePath.Root : TreePath.Root.Append(NameOf(item));

    /// <summary>The items that a snapshot's tree has.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="isTagged">Whether the snapshot says that it is a backup made here; without that, only a home directory tells it.</param>
    public static IReadOnlyList<BackupItem> In(Tree root, bool isTagged)
    {
        bool isDivided = isTagged || Has(root, BackupItem.HomeDirectory);
        return isDivided ? [.. Enum.GetValues<BackupItem>().Where(item => item != BackupItem.Files && Has(root, item))] : [BackupItem.Files];
    }

    private static bool Has(Tree root, BackupItem item) => root.Find(NameOf(item)) is { Type: NodeType.Dir };
}
