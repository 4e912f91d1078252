using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>A store with a connector <c>linux</c>, and Linux accounts made for a test. Needs root and useradd.</summary>
internal sealed class LinuxScene : IAsyncDisposable
{
    public const string Reason = "Making Linux accounts needs root and useradd.";

    private static int s_count;

    private readonly string _homes = Directory.CreateTempSubdirectory("backupaccess-homes-").FullName;
    private readonly List<string> _users = [];
    private readonly List<string> _groups = [];

    private LinuxScene(Store store) => Store = store;

    public static bool IsPossible { get; } = Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/useradd");

    public Store Store { get; }

    /// <summary>Makes accounts, and discovers them.</summary>
    public static async Task<LinuxScene> CreateAsync()
    {
        LinuxScene scene = new(await Store.CreateAsync());
        File.SetUnixFileMode(scene._homes, (UnixFileMode)0x1ED);
        return scene;
    }

    /// <summary>A name that no other test on this machine has.</summary>
    public static string NewName() => string.Create(CultureInfo.InvariantCulture, $"bs{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");

    /// <summary>useradd gives the next above the highest, and so one that another test has just given up; these it doesn't reach.</summary>
    private static string NewUid() => (10_000 + ((Environment.ProcessId + Interlocked.Increment(ref s_count)) % 4_000 * 10)).ToString(CultureInfo.InvariantCulture);

    public string HomeOf(string user) => Path.Combine(_homes, user);

    public Task<AccountReference> AddAsync(params string[] options) => AddNamedAsync(NewName(), options);

    public async Task<AccountReference> AddNamedAsync(string user, params string[] options)
    {
        _users.Add(user);
        string[] uid = options.Contains("--uid") ? [] : ["--uid", NewUid()];
        // Subordinate ids that a test gives up for a moment another would get; those who test them ask for them.
        string[] ranges = options.Contains("--key") ? [] : ["--key", "SUB_UID_COUNT=0", "--key", "SUB_GID_COUNT=0"];
        Run("/usr/sbin/useradd", ["--create-home", "--home-dir", HomeOf(user), .. uid, .. ranges, .. options, user]);
        await DiscoverAsync();
        return new AccountReference($"linux/{user}");
    }

    public string AddGroup(params string[] options)
    {
        string group = NewName();
        _groups.Add(group);
        Run("/usr/sbin/groupadd", [.. options, group]);
        return group;
    }

    public async Task DiscoverAsync()
    {
        if ((await Store.Local.ListAsync(new ListConnectors(["linux"]))).Count == 0)
        {
            await Store.Local.DoAsync(new CreateConnector("linux", ConnectorKind.Linux, null, null, ConnectorOrigin.New));
        }

        await Store.Local.DoAsync(new SynchronizeConnector(new ConnectorReference("linux")));
    }

    public async Task<RestoreResult> RestoreAsync(Backup backup, RestoreConflict conflict, params BackupItem[] items)
    {
        RestoreSelection selection = new(null, new BackupReference(backup), items, []);
        return conflict switch
        {
            RestoreConflict.Overwrite => await Store.Local.DoAsync(new RestoreOverwrite(selection)),
            RestoreConflict.Keep => await Store.Local.DoAsync(new RestoreKeep(selection)),
            _ => await Store.Local.DoAsync(new RestoreRename(selection)),
        };
    }

    public static string Run(string program, params string[] arguments) => RunWith("", program, arguments);

    public static string RunWith(string input, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
        return output.TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string user in _users.Where(user => File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{user}:", StringComparison.Ordinal))))
        {
            File.Delete($"/var/spool/cron/crontabs/{user}");
            Run("/usr/sbin/userdel", user);
        }

        foreach (string group in _groups.Concat(_users).Where(group => File.ReadLines("/etc/group").Any(line => line.StartsWith($"{group}:", StringComparison.Ordinal))))
        {
            Run("/usr/sbin/groupdel", group);
        }

        Directory.Delete(_homes, recursive: true);
        await Store.DisposeAsync();
    }
}
