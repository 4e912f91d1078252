using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>
/// Makes nodes of what the file system says, as restic makes them: the access time is the modification time, so that
/// reading changes no tree.
/// </summary>
internal sealed class NodeFactory(AccountNames names, TimeZoneInfo zone)
{
    private readonly bool _isUtc = zone.HasSameRules(TimeZoneInfo.Utc);

    /// <summary>A new node, or <paramref name="previous"/> itself when nothing is different.</summary>
    public Node Make(FileName name, in FileStatus status, NodeParts parts, Node? previous) =>
        previous is not null && IsSame(previous, status) && parts.AreThoseOf(previous)
            ? previous
            : Make(name, status, parts);

    /// <summary>Whether everything that a look at the file tells is as it was.</summary>
    public bool IsSame(Node previous, in FileStatus status) =>
        previous.Type == status.Type
        && previous.Inode == status.Inode
        && previous.ModifiedTime == status.Modified
        && previous.ChangeTime == status.Changed
        && previous.AccessTime == status.Modified
        && previous.Size == SizeOf(status)
        && previous.Links == LinksOf(status)
        && previous.DeviceId == status.FileSystem
        && previous.Device == DeviceOf(status)
        && previous.Mode == NodeMode.From(status.Type, status.Permissions)
        && previous.Uid == status.Uid
        && previous.Gid == status.Gid
        && previous.User == names.User(status.Uid)
        && previous.Group == names.Group(status.Gid)
        && previous.Error is null
        && previous.UnknownMembers.IsEmpty
        && previous.GenericAttributes.IsEmpty;

    private Node Make(FileName name, in FileStatus status, NodeParts parts) => new()
    {
        Name = name,
        Type = status.Type,
        Mode = NodeMode.From(status.Type, status.Permissions),
        ModifiedTime = Zoned(status.Modified),
        AccessTime = Zoned(status.Modified),
        ChangeTime = Zoned(status.Changed),
        Uid = status.Uid,
        Gid = status.Gid,
        User = names.User(status.Uid),
        Group = names.Group(status.Gid),
        Inode = status.Inode,
        DeviceId = status.FileSystem,
        Size = parts.Size ?? SizeOf(status),
        Links = LinksOf(status),
        Device = DeviceOf(status),
        LinkTarget = parts.LinkTarget,
        ExtendedAttributes = parts.Attributes,
        Content = parts.Content,
        Subtree = parts.Subtree,
    };

    private static ulong SizeOf(in FileStatus status) => status.Type == NodeType.File ? (ulong)status.Size : 0;

    private static ulong LinksOf(in FileStatus status) =>
        status.Type is NodeType.File or NodeType.Symlink or NodeType.Dev or NodeType.CharDev ? status.Links : 0;

    private static ulong DeviceOf(in FileStatus status) =>
        status.Type is NodeType.Dev or NodeType.CharDev ? status.Device : 0;

    private FileTime Zoned(FileTime time) => _isUtc
        ? time
        : time with { OffsetMinutes = (short)zone.GetUtcOffset(time.ToDateTimeOffset()).TotalMinutes };
}
