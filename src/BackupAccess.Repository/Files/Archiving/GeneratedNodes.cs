using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>
/// Nodes of what lies nowhere but in the snapshot. They belong to the system's user, whom no account is, for the owner
/// alone, and are the parent's own while they hold the same, so that their time is when that last changed.
/// </summary>
internal static class GeneratedNodes
{
    private static readonly NodeMode s_fileMode = NodeMode.From(NodeType.File, 0x180);
    private static readonly NodeMode s_folderMode = NodeMode.From(NodeType.Dir, 0x1C0);

    public static Node File(FileName name, FileContent content, Node? previous, TimeProvider clock) =>
        previous is { Type: NodeType.File, Content: { } chunks } && previous.Mode == s_fileMode && chunks.SequenceEqual(content.Chunks)
            ? previous
            : Make(name, NodeType.File, clock) with { Mode = s_fileMode, Size = (ulong)content.Size, Links = 1, Content = content.Chunks };

    public static Node Folder(FileName name, ObjectId subtree, Node? previous, TimeProvider clock) =>
        previous is { Type: NodeType.Dir } && previous.Mode == s_folderMode && previous.Subtree == subtree
            ? previous
            : Make(name, NodeType.Dir, clock) with { Mode = s_folderMode, Subtree = subtree };

    private static Node Make(FileName name, NodeType type, TimeProvider clock)
    {
        FileTime now = FileTime.From(clock.GetLocalNow());
        return new Node { Name = name, Type = type, ModifiedTime = now, AccessTime = now, ChangeTime = now, User = "root", Group = "root" };
    }
}
