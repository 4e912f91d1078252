using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Linux;

/// <summary>What the file system says of a file, without its name.</summary>
internal readonly record struct FileStatus
{
    private const uint TypeMask = 0xF000;

    /// <summary>The unit of <see cref="StatX.Blocks"/>, whatever the file system's own.</summary>
    private const int BlockSize = 512;

    public FileStatus(in StatX stat)
    {
        Type = (stat.Mode & TypeMask) switch
        {
            0x8000 => NodeType.File,
            0x4000 => NodeType.Dir,
            0xA000 => NodeType.Symlink,
            0x6000 => NodeType.Dev,
            0x2000 => NodeType.CharDev,
            0x1000 => NodeType.Fifo,
            0xC000 => NodeType.Socket,
            _ => NodeType.Unknown,
        };
        Permissions = stat.Mode & 0xFFFu;
        Links = stat.Links;
        Uid = stat.Uid;
        Gid = stat.Gid;
        Inode = stat.Inode;
        Size = (long)stat.Size;
        MayHaveHoles = stat.Blocks < stat.Size / BlockSize;
        Modified = TimeOf(stat.Modified);
        Changed = TimeOf(stat.Changed);
        Device = DeviceNumber(stat.DeviceMajor, stat.DeviceMinor);
        FileSystem = DeviceNumber(stat.FileSystemMajor, stat.FileSystemMinor);
    }

    public NodeType Type { get; }
    public uint Permissions { get; }
    public ulong Links { get; }
    public uint Uid { get; }
    public uint Gid { get; }
    public ulong Inode { get; }
    public long Size { get; }

    /// <summary>Whether it takes less room than its size.</summary>
    public bool MayHaveHoles { get; }

    public FileTime Modified { get; }
    public FileTime Changed { get; }

    /// <summary>Of a device: which.</summary>
    public ulong Device { get; }

    /// <summary>st_dev: the file system that it lies on.</summary>
    public ulong FileSystem { get; }

    /// <summary>Which file it is, under whatever name.</summary>
    public FileIdentity Identity => new(FileSystem, Inode);

    /// <summary>Whether the same file was left alone in between.</summary>
    public bool IsUnchanged(in FileStatus other) =>
        Identity == other.Identity && Type == other.Type && Size == other.Size && Modified == other.Modified && Changed == other.Changed;

    private static FileTime TimeOf(in StatXTime time) => new(time.Seconds, (int)time.Nanoseconds, 0);

    /// <summary>glibc's makedev.</summary>
    private static ulong DeviceNumber(ulong major, ulong minor) =>
        ((major & 0xFFFFF000) << 32) | ((major & 0xFFF) << 8) | ((minor & 0xFFFFFF00) << 12) | (minor & 0xFF);
}
