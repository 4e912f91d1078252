using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Files.Linux;

/// <summary>How openat2 opens (struct open_how).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct OpenHow(ulong Flags, ulong Mode, ulong Resolve)
{
    public const ulong NoMagicLinks = 0x02;
    public const ulong NoSymlinks = 0x04;
    public const ulong Beneath = 0x08;
}
