using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Files.Linux;

/// <summary>struct timespec of 64-bit systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TimeSpec(long Seconds, long Nanoseconds);
