using System.Net;
using System.Runtime.InteropServices;

namespace BackupAccess.Repository;

/// <summary>The process that writes locks and keys, as restic records it.</summary>
/// <param name="Hostname">Machine; a lock's process is looked for only on the machine of that name.</param>
/// <param name="Username">Operating system's user.</param>
/// <param name="ProcessId">Process id.</param>
/// <param name="Uid">Numeric user id; 0 where the system has none.</param>
/// <param name="Gid">Numeric group id; 0 where the system has none.</param>
public sealed partial record ClientIdentity(string Hostname, string Username, int ProcessId, uint Uid, uint Gid)
{
    /// <summary>This process.</summary>
    public static ClientIdentity Current { get; } = new(
        Dns.GetHostName(),
        Environment.UserName,
        Environment.ProcessId,
        OperatingSystem.IsWindows() ? 0 : GetEffectiveUserId(),
        OperatingSystem.IsWindows() ? 0 : GetEffectiveGroupId());

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GetEffectiveGroupId();
}
