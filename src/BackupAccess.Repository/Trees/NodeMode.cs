namespace BackupAccess.Repository.Trees;

/// <summary>Type and permission bits in the order that Go's os.FileMode gives them and trees store them.</summary>
public readonly record struct NodeMode(uint Value)
{
    private const uint Directory = 1u << 31;
    private const uint Symlink = 1u << 27;
    private const uint Device = 1u << 26;
    private const uint NamedPipe = 1u << 25;
    private const uint Socket = 1u << 24;
    private const uint SetUid = 1u << 23;
    private const uint SetGid = 1u << 22;
    private const uint CharDevice = 1u << 21;
    private const uint Sticky = 1u << 20;

    /// <summary>The twelve permission bits as chmod takes them, octal 7777.</summary>
    public uint Permissions =>
        (Value & 0x1FF)
        | ((Value & SetUid) != 0 ? 0x800u : 0)
        | ((Value & SetGid) != 0 ? 0x400u : 0)
        | ((Value & Sticky) != 0 ? 0x200u : 0);

    /// <param name="type">The node's type.</param>
    /// <param name="permissions">Permission bits as stat gives them; others are left out.</param>
    public static NodeMode From(NodeType type, uint permissions) => new(
        (permissions & 0x1FF)
        | ((permissions & 0x800) != 0 ? SetUid : 0)
        | ((permissions & 0x400) != 0 ? SetGid : 0)
        | ((permissions & 0x200) != 0 ? Sticky : 0)
        | type switch
        {
            NodeType.Dir => Directory,
            NodeType.Symlink => Symlink,
            NodeType.Dev => Device,
            NodeType.CharDev => Device | CharDevice,
            NodeType.Fifo => NamedPipe,
            NodeType.Socket => Socket,
            _ => 0,
        });
}
