using System.Globalization;
using System.Text;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Programs;

namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>
/// Gives a live account the shell, groups and password hash that a backup has of it. The system's groups are neither
/// given nor taken: they give rights, and a restore raises none.
/// </summary>
internal static class AccountChange
{
    private const string ModifyUser = "/usr/sbin/usermod";
    private const string ChangePassword = "/usr/sbin/chpasswd";
    private const string ChangeAging = "/usr/bin/chage";

    public static async Task ApplyAsync(AccountConfig config, AccountConfig live, RestoreTally tally, CancellationToken cancellationToken)
    {
        await EachAsync(
            tally,
            () => SetShellAsync(config, live, cancellationToken),
            () => SetGroupsAsync(config, live, tally, cancellationToken),
            () => SetPasswordAsync(config, live, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>What fails costs the others nothing.</summary>
    public static async Task EachAsync(RestoreTally tally, params Func<Task>[] parts)
    {
        foreach (Func<Task> part in parts)
        {
            try
            {
                await part().ConfigureAwait(false);
            }
            catch (ItemFailedException e)
            {
                tally.Problem($"{BackupItem.Config}: {e.Message}");
            }
        }
    }

    private static Task SetShellAsync(AccountConfig config, AccountConfig live, CancellationToken cancellationToken) =>
        config.Shell == live.Shell ? Task.CompletedTask
        : IsShell(config.Shell) ? SystemProgram.RunAsync(ModifyUser, ["--shell", config.Shell, config.Name], default, cancellationToken)
        : throw new ItemFailedException($"The shell \"{Names.Printable(config.Shell)}\" isn't on this machine.");

    /// <summary>Nothing, for the system's default, or a program that is there.</summary>
    public static bool IsShell(string shell) => shell.Length == 0 || (Path.IsPathFullyQualified(shell) && Names.IsPrintable(shell) && File.Exists(shell));

    private static async Task SetGroupsAsync(AccountConfig config, AccountConfig live, RestoreTally tally, CancellationToken cancellationToken)
    {
        List<string> wanted = [.. live.Groups.Where(group => group.IsSystem).Select(group => group.Name)];
        IReadOnlyList<AccountGroup> existing = AccountFiles.Groups();
        foreach (AccountGroup group in config.Groups.Where(group => !wanted.Contains(group.Name)))
        {
            if (existing.Any(other => other.Name == group.Name && other.Gid == group.Gid) && !group.IsSystem)
            {
                wanted.Add(group.Name);
            }
            else
            {
                string why = group.IsSystem ? "is one of the system's" : $"with the id {group.Gid} isn't on this machine";
                tally.Problem($"{BackupItem.Config}: The group \"{Names.Printable(group.Name)}\" was not given to \"{config.Name}\": it {why}.");
            }
        }

        if (!wanted.Order(StringComparer.Ordinal).SequenceEqual(live.Groups.Select(group => group.Name).Order(StringComparer.Ordinal)))
        {
            await SystemProgram.RunAsync(ModifyUser, ["--groups", string.Join(',', wanted), config.Name], default, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SetPasswordAsync(AccountConfig config, AccountConfig live, CancellationToken cancellationToken)
    {
        if (config.PasswordHash is not { } hash || (hash == live.PasswordHash && config.Aging == live.Aging))
        {
            return;
        }

        // An empty one would let anybody in.
        if (hash.Length == 0 || hash.Any(c => c is ':' or > '~' or < '!'))
        {
            throw new ItemFailedException($"The password hash of \"{config.Name}\" in the backup is none.");
        }

        byte[] line = Encoding.UTF8.GetBytes($"{config.Name}:{hash}\n");
        await SystemProgram.RunAsync(ChangePassword, ["--encrypted"], line, cancellationToken).ConfigureAwait(false);
        if (config.Aging?.Split(':') is { Length: 6 } aging && aging.All(days => days.Length == 0 || long.TryParse(days, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        {
            string[] options = ["--lastday", "--mindays", "--maxdays", "--warndays", "--inactive", "--expiredate"];
            string[] arguments = [.. options.Zip(aging).SelectMany(pair => new[] { pair.First, pair.Second.Length == 0 ? "-1" : pair.Second }), config.Name];
            await SystemProgram.RunAsync(ChangeAging, arguments, default, cancellationToken).ConfigureAwait(false);
        }
    }
}
