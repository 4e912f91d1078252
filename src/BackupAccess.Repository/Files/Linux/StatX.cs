using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Files.Linux;

/// <summary>struct statx: the one stat structure that is laid out alike on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatX
{
    /// <summary>Everything that stat gives.</summary>
    public const uint BasicStats = 0x7FF;

    /// <summary>The time of birth, where the file system keeps one: <see cref="Mask"/> says whether.</summary>
    public const uint BirthTime = 0x800;

    [FieldOffset(0)] public uint Mask;
    [FieldOffset(16)] public uint Links;
    [FieldOffset(20)] public uint Uid;
    [FieldOffset(24)] public uint Gid;
    [FieldOffset(28)] public ushort Mode;
    [FieldOffset(32)] public ulong Inode;
    [FieldOffset(40)] public ulong Size;
    [FieldOffset(48)] public ulong Blocks;
    [FieldOffset(64)] public StatXTime Accessed;
    [FieldOffset(80)] public StatXTime Birth;
    [FieldOffset(96)] public StatXTime Changed;
    [FieldOffset(112)] public StatXTime Modified;
    [FieldOffset(128)] public uint DeviceMajor;
    [FieldOffset(132)] public uint DeviceMinor;
    [FieldOffset(136)] public uint FileSystemMajor;
    [FieldOffset(140)] public uint FileSystemMinor;
}
