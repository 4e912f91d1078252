using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Sources;
using BackupAccess.Engine.Sources.LinuxAccounts;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>The item Config of accounts made for the test. Needs root and useradd.</summary>
public sealed class ConfigTests : IAsyncLifetime
{
    private const string Hash = "$6$salt$Kf9EHy8UxsFNhQDXTe9dnWBN6X.Y8zHBEOOVUrlPPuEcFPzZtrGwwqbyhYMmVwRZUXHX7jAQQQbBDwcdqtSuT1";

    private LinuxScene _scene = null!;

    public async Task InitializeAsync() => _scene = await LinuxScene.CreateAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [SkippableFact]
    public async Task An_account_that_is_gone_is_made_again_with_its_ids_groups_shell_password_and_files_and_stays_the_same_account()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        string group = _scene.AddGroup();
        (AccountReference account, string user) = await AddAsync("--key", "SUB_UID_COUNT=65536", "--groups", group, "--shell", "/bin/sh", "--comment", "Ms Ten\\ant");
        SetHash(user, Hash);
        LinuxScene.Run("/usr/bin/chage", "--expiredate", "40000", "--maxdays", "90", user);
        await WriteHomeAsync(user, "notes", "mine");
        string before = StandingOf(user);
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        LinuxScene.Run("/usr/sbin/userdel", "--remove", user);
        await _scene.DiscoverAsync();

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Keep);
        await _scene.DiscoverAsync();

        Assert.Empty(result.Problems);
        Assert.Equal(before, StandingOf(user));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_scene.HomeOf(user), "notes")));
        Assert.Equal($"{user} {user}", LinuxScene.Run("/usr/bin/stat", "-c", "%U %G", Path.Combine(_scene.HomeOf(user), "notes")));
        Account live = Assert.Single(await _scene.Store.Local.ListAsync(new ListAccounts([user], [], [], AccountPresence.Live)));
        Assert.Equal(backup.AccountId, live.Id);
    }

    [SkippableFact]
    public async Task A_live_account_gets_its_shell_groups_and_password_back_by_overwriting_only()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        string group = _scene.AddGroup();
        (AccountReference account, string user) = await AddAsync("--groups", group, "--shell", "/bin/sh");
        SetHash(user, Hash);
        string before = StandingOf(user);
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        LinuxScene.Run("/usr/sbin/usermod", "--shell", "/bin/false", "--groups", "", "--lock", user);
        string changed = StandingOf(user);

        RestoreResult kept = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Config);
        RestoreResult renamed = await _scene.RestoreAsync(backup, RestoreConflict.Rename, BackupItem.Config);
        string meanwhile = StandingOf(user);
        RestoreResult replaced = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Config);

        Assert.Equal((0, 1), (kept.Files, kept.Kept));
        Assert.Equal((1, 0), (renamed.Files, renamed.ProblemCount));
        Assert.Equal(changed, meanwhile);
        Assert.Empty(replaced.Problems);
        Assert.Equal(before, StandingOf(user));
        Assert.Equal($"{user} 600", LinuxScene.Run("/usr/bin/stat", "-c", "%U %a", Path.Combine(_scene.HomeOf(user), "account.yaml")));
    }

    [SkippableFact]
    public async Task A_group_of_the_systems_is_neither_given_back_nor_taken()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        string given = _scene.AddGroup("--system");
        string lost = _scene.AddGroup("--system");
        (AccountReference account, string user) = await AddAsync("--groups", lost);
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        LinuxScene.Run("/usr/sbin/usermod", "--groups", given, user);

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Config);

        Assert.Contains($"The group \"{lost}\" was not given", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal($"{user} {given}", LinuxScene.Run("/usr/bin/id", "-Gn", user));
    }

    [SkippableFact]
    public async Task An_owner_neither_changes_the_account_itself_nor_has_it_made_again()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        (AccountReference account, string user) = await AddAsync("--shell", "/bin/sh");
        await WriteHomeAsync(user, "notes", "mine");
        await using LocalClient owner = await _scene.Store.SignInAsync("owner", ["AccountOwner"]);
        await _scene.Store.Local.DoAsync(new SetAccountOwner(account, new UserReference("owner")));
        Backup backup = await owner.DoAsync(new BackupAccount(account, []));
        LinuxScene.Run("/usr/sbin/usermod", "--shell", "/bin/false", user);
        RestoreSelection all = new(null, new BackupReference(backup), [], []);

        RestoreResult result = await owner.DoAsync(new RestoreOverwrite(all));

        Assert.StartsWith("Config: ", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Contains("/bin/false", StandingOf(user), StringComparison.Ordinal);
        await owner.RefusedAsync("AccessDenied", new RestoreOverwrite(all with { Items = [BackupItem.Config] }));
        LinuxScene.Run("/usr/sbin/userdel", "--remove", user);
        await owner.RefusedAsync("SourceUnavailable", new RestoreOverwrite(all));
        Assert.DoesNotContain(await File.ReadAllLinesAsync("/etc/passwd"), line => line.StartsWith($"{user}:", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task An_account_whose_ids_are_anothers_by_now_is_not_made()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        (AccountReference account, string user) = await AddAsync();
        string uid = LinuxScene.Run("/usr/bin/id", "-u", user);
        string gid = LinuxScene.Run("/usr/bin/id", "-g", user);
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        LinuxScene.Run("/usr/sbin/userdel", "--remove", user);
        await AddAsync("--uid", uid, "--no-user-group", "--gid", "100");

        await _scene.Store.Local.RefusedAsync("DestinationUnavailable", new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup), [], [])));

        LinuxScene.Run("/usr/sbin/groupdel", user);
        string other = _scene.AddGroup("--gid", gid);
        EngineException refused = await _scene.Store.Local.RefusedAsync("DestinationUnavailable", new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup), [], [])));
        Assert.Contains($"there is \"{other}\"", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_document_lies_in_the_backup_for_its_owner_alone_and_tells_the_settings_too()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        (AccountReference account, string user) = await AddAsync();
        SetHash(user, Hash);
        await _scene.Store.Local.DoAsync(new UpdateAccount(account, "ten@example.org", null, null, ["example.org"], null));
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, [BackupItem.Config]));
        string folder = Path.Combine(_scene.Store.Root, "out");

        await _scene.Store.Local.DoAsync(new RestoreToFolder(new RestoreSelection(null, new BackupReference(backup), [], []), folder, RestoreConflict.Overwrite));

        string path = Path.Combine(folder, "Config", "account.yaml");
        string text = await File.ReadAllTextAsync(path);
        Assert.Equal([BackupItem.Config], backup.Items);
        Assert.Contains($"passwordHash: \"{Hash}\"\n", text, StringComparison.Ordinal);
        Assert.Contains("email: \"ten@example.org\"\n", text, StringComparison.Ordinal);
        Assert.Contains("domains: [\"example.org\"]\n", text, StringComparison.Ordinal);
        Assert.Equal("root 600", LinuxScene.Run("/usr/bin/stat", "-c", "%U %a", path));
    }

    [Fact]
    public void What_is_read_is_what_was_written_whatever_is_in_it()
    {
        AccountConfig config = new()
        {
            Name = "ten",
            Uid = 1001,
            Gid = 1002,
            Group = null,
            Comment = "quote \" backslash \\ tab \t # : - [ \u00e9 \U0001f600 \u0001 null ~",
            Home = "/home/ten",
            Shell = "",
            Groups = [new AccountGroup("a", 1003), new AccountGroup("null", 27)],
            PasswordHash = "null",
            Aging = null,
            SubUids = [new SubordinateRange(100_000, 65_536)],
            SubGids = [],
        };
        AccountRow account = new("id", "c", "linux", 1, 0, null, "ten", "/home/ten", 1001, 1002, 1, 1, 1, "User", null, null, null, null, "[]", "[\"*.log\"]", 0, null, null, null, 0, 0, null);

        AccountConfig read = ConfigDocument.Read(ConfigDocument.Write(config, account));

        Assert.Equal(config with { Groups = [], SubUids = [], SubGids = [] }, read with { Groups = [], SubUids = [], SubGids = [] });
        Assert.Equal(config.Groups.Select(group => (group.Name, group.Gid)), read.Groups.Select(group => (group.Name, group.Gid)));
        Assert.Equal(config.SubUids, read.SubUids);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("version: 1\nname: \"ten\"\n")]
    [InlineData("version: 2\nname: a\nuid: 1001\ngid: 1001\ncomment: \"\"\nhome: /\nshell: /bin/sh\n")]
    [InlineData("version: 1\nname: a\nuid: 1001\ngid: 1001\ncomment: \"\"\nhome: /\nshell: /bin/sh\nsubUids: [\"-1:5\"]\n")]
    public void What_is_no_such_document_is_refused(string text) =>
        Assert.Throws<ItemFailedException>(() => ConfigDocument.Read(Encoding.UTF8.GetBytes(text)));

    private async Task<(AccountReference Account, string User)> AddAsync(params string[] options)
    {
        AccountReference account = await _scene.AddAsync(options);
        return (account, account.Text["linux/".Length..]);
    }

    private async Task WriteHomeAsync(string user, string name, string content)
    {
        string path = Path.Combine(_scene.HomeOf(user), name);
        await File.WriteAllTextAsync(path, content);
        LinuxScene.Run("/bin/chown", $"{user}:", path);
    }

    private static void SetHash(string user, string hash) => LinuxScene.RunWith($"{user}:{hash}\n", "/usr/sbin/chpasswd", "--encrypted");

    /// <summary>What passwd, shadow, subuid and the groups say of a user.</summary>
    private static string StandingOf(string user) => string.Join(
        '\n',
        [.. new[] { "/etc/passwd", "/etc/shadow", "/etc/subuid", "/etc/subgid" }.SelectMany(File.ReadAllLines).Where(line => line.StartsWith($"{user}:", StringComparison.Ordinal)), LinuxScene.Run("/usr/bin/id", user)]);
}
