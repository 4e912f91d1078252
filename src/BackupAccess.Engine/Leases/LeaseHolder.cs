using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BackupAccess.Engine.Leases;

/// <summary>
/// Who holds a lease: <c>MACHINE:PROCESS:START:REALM:ID</c>. On Linux the realm stands for one run of one machine and one
/// namespace of process ids in it, so that a holder's process can be looked up by whoever is in the same.
/// </summary>
internal static class LeaseHolder
{
    private const int Parts = 5;
    private const int StartField = 19;

    private static readonly Lazy<string> s_process = new(() => string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName.Replace(':', '-')}:{Environment.ProcessId}:{StartOf(Environment.ProcessId)}:{Realm()}"));

    /// <summary>A holder in this process.</summary>
    public static string New(TimeProvider time) => $"{s_process.Value}:{Guid.CreateVersion7(time.GetUtcNow())}";

    /// <summary>Machine and process, for people.</summary>
    public static string Describe(string holder) => string.Join(':', holder.Split(':').Take(2));

    /// <summary>Whether the holder's process is known to have ended; false of one that can't be looked up.</summary>
    public static bool IsGone(string holder)
    {
        string[] parts = holder.Split(':');
        string[] own = s_process.Value.Split(':');
        return parts.Length == Parts && own[3].Length > 0 && parts[0] == own[0] && parts[3] == own[3]
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && StartOf(process) != parts[2];
    }

    /// <summary>When a process began, as its system counts; empty for one that there isn't.</summary>
    private static string StartOf(int process)
    {
        try
        {
            // The name of the program, in parentheses, may hold anything.
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartField];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Realm()
    {
        try
        {
            string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id");
            string? processes = new FileInfo("/proc/self/ns/pid").LinkTarget;
            return processes is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(boot + processes)))[..12];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
