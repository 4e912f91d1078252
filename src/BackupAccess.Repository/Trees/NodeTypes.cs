namespace BackupAccess.Repository.Trees;

/// <summary>The words that trees use for the types of nodes.</summary>
internal static class NodeTypes
{
    public static readonly (NodeType Type, byte[] Word)[] Words =
    [
        (NodeType.File, "file"u8.ToArray()),
        (NodeType.Dir, "dir"u8.ToArray()),
        (NodeType.Symlink, "symlink"u8.ToArray()),
        (NodeType.Dev, "dev"u8.ToArray()),
        (NodeType.CharDev, "chardev"u8.ToArray()),
        (NodeType.Fifo, "fifo"u8.ToArray()),
        (NodeType.Socket, "socket"u8.ToArray()),
    ];

    /// <summary>The word of a known type.</summary>
    public static ReadOnlySpan<byte> WordOf(NodeType type) => Words[(int)type - 1].Word;
}
