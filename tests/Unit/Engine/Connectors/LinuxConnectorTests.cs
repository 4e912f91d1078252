using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;

namespace BackupAccess.Engine.Tests.Connectors;

/// <summary>A connector of this server's Linux accounts, on accounts made for the test. Needs root and useradd.</summary>
public sealed class LinuxConnectorTests : IAsyncLifetime
{
    private const string Reason = "Making Linux accounts needs root and useradd.";

    private static readonly bool s_can = Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/useradd");

    // Two runs at once on one machine make different accounts.
    private static readonly string s_prefix = string.Create(CultureInfo.InvariantCulture, $"bk{Environment.ProcessId}-");
    private static readonly string s_uid = (50_000 + (Environment.ProcessId % 10_000)).ToString(CultureInfo.InvariantCulture);

    private readonly string _homes = Directory.CreateTempSubdirectory("backupaccess-homes-").FullName;
    private readonly List<string> _users = [];
    private Store _store = null!;

    public async Task InitializeAsync() => _store = await Store.CreateAsync();

    public async Task DisposeAsync()
    {
        foreach (string user in _users)
        {
            Run("/usr/sbin/userdel", user);
        }

        Directory.Delete(_homes, recursive: true);
        await _store.DisposeAsync();
    }

    [SkippableFact]
    public async Task Accounts_are_those_with_ids_of_1000_and_above_and_a_home_of_their_own()
    {
        Skip.IfNot(s_can, Reason);
        Add("tenant", "--create-home", "--home-dir", $"{_homes}/tenant/");
        Add("system", "--system", "--create-home", "--home-dir", $"{_homes}/system");
        Add("group", "--create-home", "--home-dir", $"{_homes}/group", "--gid", "0");
        Add("slash", "--no-create-home", "--home-dir", "/");
        Add("nowhere", "--no-create-home", "--home-dir", $"{_homes}/nowhere");
        Add("foreign", "--no-create-home", "--home-dir", $"{_homes}/tenant");

        Dictionary<string, SynchronizeResult> found = await DiscoverAsync();

        Assert.Equal(DiscoveryOutcome.Found, found["tenant"].Outcome);
        Assert.Equal(DiscoveryOutcome.LeftOut, found["slash"].Outcome);
        Assert.Equal(DiscoveryOutcome.LeftOut, found["nowhere"].Outcome);
        Assert.Contains("belongs to the user id", found["foreign"].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("system", found.Keys);
        Assert.DoesNotContain("group", found.Keys);
        Assert.DoesNotContain("root", found.Keys);
        Assert.DoesNotContain("nobody", found.Keys);
        Assert.All(await _store.Local.ListAsync(new ListAccounts([], ["linux"], [], AccountPresence.Live)), account => Assert.True(account is { Uid: >= 1000, Gid: >= 1000 }));
    }

    [SkippableFact]
    public async Task A_home_that_is_a_link_or_lies_in_a_folder_connector_or_holds_the_state_is_left_out()
    {
        Skip.IfNot(s_can, Reason);
        Directory.CreateSymbolicLink($"{_homes}/link", "/etc");
        Directory.CreateDirectory(_store.AccountsPath);
        await _store.AddConnectorAsync("web01", _store.AccountsPath, ConnectorOrigin.New);
        Add("link", "--no-create-home", "--home-dir", $"{_homes}/link");
        Add("inside", "--create-home", "--home-dir", $"{_store.AccountsPath}/inside");
        Add("state", "--no-create-home", "--home-dir", _store.Root);
        Run("/bin/chown", s_prefix + "state", _store.Root);

        Dictionary<string, SynchronizeResult> found = await DiscoverAsync();

        Assert.Equal(DiscoveryOutcome.LeftOut, found["link"].Outcome);
        Assert.Equal(DiscoveryOutcome.LeftOut, found["inside"].Outcome);
        Assert.Equal(DiscoveryOutcome.LeftOut, found["state"].Outcome);
    }

    [SkippableFact]
    public async Task An_account_is_backed_up_and_restored_with_its_own_ids()
    {
        Skip.IfNot(s_can, Reason);
        Add("tenant", "--create-home", "--home-dir", $"{_homes}/tenant");
        string file = $"{_homes}/tenant/notes.txt";
        await File.WriteAllTextAsync(file, "mine");
        Run("/bin/chown", s_prefix + "tenant:", file);
        await DiscoverAsync();
        AccountReference tenant = new($"linux/{s_prefix}tenant");

        Backup backup = await _store.Local.DoAsync(new BackupAccount(tenant, []));
        File.Delete(file);
        await _store.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(tenant, null, [], ["notes.txt"])));

        Account account = Assert.Single(await _store.Local.ListAsync(new ListAccounts([s_prefix + "tenant"], [], [], AccountPresence.Live)));
        Assert.False(backup.Partial);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
        Assert.Equal($"{account.Uid}:{account.Gid}", Output("/usr/bin/stat", "-c", "%u:%g", file));
    }

    [SkippableFact]
    public async Task An_account_deleted_and_made_again_with_the_same_id_is_a_new_one()
    {
        Skip.IfNot(s_can, Reason);
        Add("tenant", "--create-home", "--home-dir", $"{_homes}/tenant", "--uid", s_uid);
        Guid? first = (await DiscoverAsync())["tenant"].AccountId;
        Run("/usr/sbin/userdel", "--remove", "--force", s_prefix + "tenant");
        _users.Clear();
        Add("tenant", "--create-home", "--home-dir", $"{_homes}/tenant", "--uid", s_uid);

        SynchronizeResult again = (await DiscoverAsync())["tenant"];

        Assert.Equal(DiscoveryOutcome.Replaced, again.Outcome);
        Assert.NotEqual(first, again.AccountId);
    }

    [SkippableFact]
    public async Task A_second_connector_of_this_server_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "This is not Linux.");
        await _store.Local.DoAsync(new CreateConnector("linux", ConnectorKind.Linux, null, null, ConnectorOrigin.New));

        await _store.Local.RefusedAsync("Conflict", new CreateConnector("again", ConnectorKind.Linux, null, null, ConnectorOrigin.New));
        await _store.Local.RefusedAsync("InvalidValue", new CreateConnector("path", ConnectorKind.Linux, "/srv", null, ConnectorOrigin.New));
    }

    private async Task<Dictionary<string, SynchronizeResult>> DiscoverAsync()
    {
        if ((await _store.Local.ListAsync(new ListConnectors(["linux"]))).Count == 0)
        {
            await _store.Local.DoAsync(new CreateConnector("linux", ConnectorKind.Linux, null, null, ConnectorOrigin.New));
        }

        return (await _store.Local.DoAsync(new SynchronizeConnector(new ConnectorReference("linux"))))
            .ToDictionary(result => result.Account["linux/".Length..].Replace(s_prefix, "", StringComparison.Ordinal), StringComparer.Ordinal);
    }

    private void Add(string name, params string[] options)
    {
        Run("/usr/sbin/useradd", [.. options, s_prefix + name]);
        _users.Add(s_prefix + name);
    }

    private static void Run(string program, params string[] arguments) => Output(program, arguments);

    private static string Output(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
        return output.Trim();
    }
}
