using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>What the items' folders are called in a snapshot's tree.</summary>
internal static class ItemNames
{
    public static FileName HomeDirectory { get; } = FileName.Parse(nameof(BackupItem.HomeDirectory));

    public static TreePath PathOf(BackupItem item) => TreePath.Root.Append(Of(item));

    public static FileName Of(BackupItem item) => item switch
    {
        BackupItem.HomeDirectory => HomeDirectory,
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };
}
