using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Accounts;

namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>The processes of an account, which its sessions are.</summary>
internal static class AccountProcesses
{
    private const int Rounds = 100;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Kills them, again and again until none is left: one could have begun another meanwhile. The account must not be let in any more.</summary>
    /// <exception cref="ItemFailedException">There are some still.</exception>
    public static async Task EndAsync(AccountRow account, CancellationToken cancellationToken)
    {
        for (int round = 0; round < Rounds; round++)
        {
            int[] left = [.. Of(account.Uid)];
            if (left.Length == 0)
            {
                return;
            }

            foreach (int id in left)
            {
                Kill(id);
            }

            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        }

        throw new ItemFailedException($"Processes of \"{account.Path}\" are left that can't be ended.");
    }

    private static IEnumerable<int> Of(long uid)
    {
        if (uid < AccountFiles.FirstId)
        {
            throw new ItemFailedException($"The user id {uid} is the system's.");
        }

        return Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id > 1 && id != Environment.ProcessId && IsRunningAs(id, uid));
    }

    /// <summary>Whether the process's real user is that one, and it hasn't ended.</summary>
    private static bool IsRunningAs(int id, long uid)
    {
        const string User = "Uid:\t";
        try
        {
            string[] status = File.ReadAllLines($"/proc/{id}/status");
            string user = status.First(line => line.StartsWith(User, StringComparison.Ordinal))[User.Length..].Split('\t')[0];
            return user == uid.ToString(CultureInfo.InvariantCulture) && !status.Contains("State:\tZ (zombie)");
        }
        catch (IOException)
        {
            // It has ended.
            return false;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended, or the next round finds it again.
        }
    }
}
