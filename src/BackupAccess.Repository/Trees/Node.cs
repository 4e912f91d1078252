namespace BackupAccess.Repository.Trees;

/// <summary>A file, directory or other entry of a tree (design, "Trees and Data").</summary>
public sealed record Node
{
    public required FileName Name { get; init; }
    public required NodeType Type { get; init; }

    /// <summary>The type's word where <see cref="Type"/> is <see cref="NodeType.Unknown"/>.</summary>
    public string? UnknownType { get; init; }

    public NodeMode Mode { get; init; }
    public FileTime ModifiedTime { get; init; } = FileTime.None;
    public FileTime AccessTime { get; init; } = FileTime.None;
    public FileTime ChangeTime { get; init; } = FileTime.None;
    public uint Uid { get; init; }
    public uint Gid { get; init; }

    /// <summary>The owner's name where the backup was made; empty when the id had none.</summary>
    public string User { get; init; } = "";

    /// <summary>The group's name where the backup was made; empty when the id had none.</summary>
    public string Group { get; init; } = "";

    public ulong Inode { get; init; }

    /// <summary>st_dev of the file system that it lay on; with <see cref="Inode"/> it tells hard links.</summary>
    public ulong DeviceId { get; init; }

    /// <summary>Length in bytes; files only.</summary>
    public ulong Size { get; init; }

    /// <summary>Hard links to it; not counted for directories, fifos and sockets.</summary>
    public ulong Links { get; init; }

    /// <summary>Where a symbolic link points to, any bytes.</summary>
    public ReadOnlyMemory<byte> LinkTarget { get; init; }

    public IReadOnlyList<ExtendedAttribute> ExtendedAttributes { get; init; } = [];

    /// <summary>Attributes of other systems: a JSON object, kept as it was read.</summary>
    public ReadOnlyMemory<byte> GenericAttributes { get; init; }

    /// <summary>st_rdev of a device.</summary>
    public ulong Device { get; init; }

    /// <summary>A file's chunks in order; null for everything else.</summary>
    public IReadOnlyList<ObjectId>? Content { get; init; }

    /// <summary>The tree of a directory.</summary>
    public ObjectId? Subtree { get; init; }

    /// <summary>What went wrong when it was backed up, where the client wrote that down.</summary>
    public string? Error { get; init; }

    /// <summary>Members that this library doesn't know, as <c>"key":value,…</c>, kept as they were read.</summary>
    public ReadOnlyMemory<byte> UnknownMembers { get; init; }

    public override string ToString() => Name.ToString();
}
