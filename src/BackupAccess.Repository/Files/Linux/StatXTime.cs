using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Files.Linux;

/// <summary>struct statx_timestamp.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct StatXTime
{
    public long Seconds;
    public uint Nanoseconds;
}
