using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>Paths within an item of a backup as people type and read them: relative, with slashes, odd bytes escaped.</summary>
internal static class BackupPath
{
    private static readonly char[] s_wildcards = ['*', '?'];

    /// <exception cref="InvalidRequestException">A part of the path can't be a name.</exception>
    public static TreePath Parse(string path)
    {
        try
        {
            return TreePath.Parse(path.Trim('/'));
        }
        catch (FormatException e)
        {
            throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(path)}\" is no path in a backup: {e.Message}");
        }
    }

    /// <summary>The names between the slashes, as typed.</summary>
    public static string[] Split(string path) => path.Trim('/').Split('/');

    public static bool IsPattern(string part) => part.IndexOfAny(s_wildcards) >= 0;

    /// <summary>A path as it lies in a snapshot's tree, from the item's folder on.</summary>
    public static TreePath Below(TreePath item, string path) => Below(item, Parse(path));

    public static TreePath Below(TreePath item, TreePath path) => path.ToNames().Aggregate(item, (below, name) => below.Append(name));

    /// <summary>A path of a snapshot's tree without the item's folder.</summary>
    public static TreePath WithinItem(TreePath item, TreePath path) => path.ToNames().Skip(item.Depth).Aggregate(TreePath.Root, (below, name) => below.Append(name));

    public static BackupFileEntry Show(Guid backup, BackupItem item, TreeEntry entry) => new()
    {
        BackupId = backup,
        Item = item,
        Path = WithinItem(ItemNames.PathOf(item), entry.Path).ToString(),
        Name = entry.Node.Name.ToString(),
        Type = TypeOf(entry.Node.Type),
        Size = (long)entry.Node.Size,
        Modified = entry.Node.ModifiedTime.ToDateTimeOffset(),
        Mode = ModeText(entry.Node.Mode.Permissions),
        Uid = entry.Node.Uid,
        Gid = entry.Node.Gid,
        LinkTarget = entry.Node.Type == NodeType.Symlink ? Names.Printable(System.Text.Encoding.UTF8.GetString(entry.Node.LinkTarget.Span)) : null,
    };

    private static BackupFileType TypeOf(NodeType type) => type switch
    {
        NodeType.Dir => BackupFileType.Directory,
        NodeType.Symlink => BackupFileType.SymbolicLink,
        NodeType.Dev or NodeType.CharDev => BackupFileType.Device,
        NodeType.Fifo => BackupFileType.Fifo,
        NodeType.Socket => BackupFileType.Socket,
        _ => BackupFileType.File,
    };

    /// <summary>As ls(1) shows the nine permission bits; the set-id and sticky bits take the place of an x.</summary>
    private static string ModeText(uint permissions) => string.Create(9, permissions, static (text, bits) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (bits & (0x100u >> i)) != 0 ? "rwx"[i % 3] : '-';
        }

        (int At, uint Bit, char With, char Without)[] specials = [(2, 0x800, 's', 'S'), (5, 0x400, 's', 'S'), (8, 0x200, 't', 'T')];
        foreach ((int at, uint bit, char with, char without) in specials)
        {
            text[at] = (bits & bit) == 0 ? text[at] : text[at] == 'x' ? with : without;
        }
    });
}
