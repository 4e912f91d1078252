using System.Diagnostics;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>On real accounts of this machine.</summary>
public sealed class TerminateTests : IAsyncLifetime
{
    private LinuxScene _scene = null!;
    private AccountReference _account = null!;
    private string _user = "";

    private string Home => _scene.HomeOf(_user);

    public async Task InitializeAsync()
    {
        if (LinuxScene.IsPossible)
        {
            _scene = await LinuxScene.CreateAsync();
            _account = await _scene.AddAsync("--shell", "/bin/bash");
            _user = _account.Text["linux/".Length..];
            LinuxScene.RunWith($"{_user}:$6$salt$hash\n", "/usr/sbin/chpasswd", "--encrypted");
        }
    }

    public async Task DisposeAsync() => await (_scene?.DisposeAsync() ?? ValueTask.CompletedTask);

    [SkippableFact]
    public async Task Nothing_stays_of_a_terminated_account_but_what_the_backup_has()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        await File.WriteAllTextAsync(Path.Combine(Home, "kept.txt"), "kept");
        LinuxScene.Run("/bin/chown", $"{_user}:", Path.Combine(Home, "kept.txt"));
        string before = StandingOf("/etc/passwd") + StandingOf("/etc/shadow");
        RestoreSelection backup = await BackUpAsync();
        await File.WriteAllTextAsync(Path.Combine(Home, "planted.txt"), "planted");
        LinuxScene.RunWith("* * * * * /bin/true\n", "/usr/bin/crontab", "-u", _user, "-");
        LinuxScene.Run("/usr/sbin/usermod", "--shell", "/bin/false", _user);
        using Process running = RunAs(_user);
        Guid id = (await FindAsync()).Id;

        RestoreResult result = await _scene.Store.Local.DoAsync(new RestoreTerminate(backup));

        await running.WaitForExitAsync();
        Assert.Empty(result.Problems);
        Assert.Equal(["kept.txt"], Directory.GetFiles(Home).Select(Path.GetFileName).Except([".bashrc", ".profile", ".bash_logout"]));
        Assert.Equal(before, StandingOf("/etc/passwd") + StandingOf("/etc/shadow"));
        Assert.False(File.Exists($"/var/spool/cron/crontabs/{_user}"));
        Assert.Equal(id, (await FindAsync()).Id);
        Assert.Contains(await _scene.Store.Local.ListAsync(new ListAuditEvents([], ["restoreTerminate"], [], null, null, null, null)), entry => entry.Reason == "terminated the account");
    }

    [SkippableFact]
    public async Task An_account_that_could_not_be_made_anew_is_not_terminated()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        RestoreSelection all = await BackUpAsync();
        RestoreSelection home = await BackUpAsync(BackupItem.HomeDirectory);

        await _scene.Store.Local.RefusedAsync("NotFound", new RestoreTerminate(home));
        await _scene.Store.Local.RefusedAsync("InvalidValue", new RestoreTerminate(all with { Items = [BackupItem.HomeDirectory] }));
        await _scene.Store.Local.RefusedAsync("InvalidValue", new RestoreTerminate(all with { Items = [BackupItem.Config], Paths = ["account.yaml"] }));
        string other = _scene.AddGroup();
        LinuxScene.Run("/usr/sbin/usermod", "--gid", other, _user);
        LinuxScene.Run("/usr/sbin/groupmod", "--new-name", $"{_user}x", _user);
        await _scene.Store.Local.RefusedAsync("DestinationUnavailable", new RestoreTerminate(all));

        Assert.NotEmpty(StandingOf("/etc/passwd"));
        LinuxScene.Run("/usr/sbin/groupmod", "--new-name", _user, $"{_user}x");
    }

    [SkippableFact]
    public async Task A_reseller_is_not_terminated()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        RestoreSelection backup = await BackUpAsync();
        await _scene.Store.Local.DoAsync(new UpdateAccount(_account, null, null, AccountType.Reseller, null, null));

        await _scene.Store.Local.RefusedAsync("Conflict", new RestoreTerminate(backup));

        Assert.NotEmpty(StandingOf("/etc/passwd"));
    }

    [SkippableFact]
    public async Task Terminating_needs_the_right_to_it_the_right_to_overwrite_and_the_connector()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        RestoreSelection backup = await BackUpAsync();
        Store store = _scene.Store;
        await store.Local.DoAsync(new CreateRole("Remover", ["VIEWER", "RESTORE_TERMINATE"], Engine.Access.ConnectorReach.Granted, Engine.Access.ProfileReach.None, Engine.Access.AccountReach.ByConnector));
        await store.Local.DoAsync(new CreateRole("Keeper", ["VIEWER", "RESTORE", "RESTORE_TERMINATE"], Engine.Access.ConnectorReach.None, Engine.Access.ProfileReach.None, Engine.Access.AccountReach.Owned));
        await using LocalClient support = await store.SignInAsync("support", ["FullSupport"], ["linux"]);
        await using LocalClient remover = await store.SignInAsync("remover", ["Remover"], ["linux"]);
        await using LocalClient owner = await store.SignInAsync("owner", ["Keeper"], []);
        await store.Local.DoAsync(new SetAccountOwner(_account, new Engine.Users.UserReference("owner")));

        await support.RefusedAsync("AccessDenied", new RestoreTerminate(backup));
        await remover.RefusedAsync("AccessDenied", new RestoreTerminate(backup));
        await owner.RefusedAsync("AccessDenied", new RestoreTerminate(backup));
        await support.RefusedAsync("AccessDenied", new RestoreKeep(backup with { Items = [BackupItem.HomeDirectory] }) { Suspend = true });

        Assert.NotEmpty(StandingOf("/etc/passwd"));
    }

    [SkippableFact]
    public async Task A_restore_can_leave_the_account_suspended()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        RestoreSelection backup = await BackUpAsync();
        string before = StandingOf("/etc/shadow");
        using Process running = RunAs(_user);

        RestoreResult result = await _scene.Store.Local.DoAsync(new RestoreOverwrite(backup) { Suspend = true });

        await running.WaitForExitAsync();
        Assert.Empty(result.Problems);
        Assert.StartsWith("!", StandingOf("/etc/shadow").Split(':')[1], StringComparison.Ordinal);
        Assert.Equal("1", StandingOf("/etc/shadow").Split(':')[7]);
        Assert.NotNull((await FindAsync()).Suspended);

        await _scene.Store.Local.DoAsync(new SuspendAccount(_account, IsSuspended: false));

        Assert.Equal(before, StandingOf("/etc/shadow"));
        Assert.Null((await FindAsync()).Suspended);
    }

    [SkippableFact]
    public async Task A_restore_does_not_lift_a_suspension()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        LinuxScene.Run("/usr/bin/chage", "--expiredate", "2040-01-01", _user);
        RestoreSelection backup = await BackUpAsync();
        await _scene.Store.Local.DoAsync(new SuspendAccount(_account, IsSuspended: true));
        await _scene.Store.Local.DoAsync(new SuspendAccount(_account, IsSuspended: true));

        await _scene.Store.Local.DoAsync(new RestoreOverwrite(backup));

        Assert.Equal("1", StandingOf("/etc/shadow").Split(':')[7]);
        await _scene.Store.Local.DoAsync(new SuspendAccount(_account, IsSuspended: false));
        Assert.Equal(("25567", "$6$salt$hash"), (StandingOf("/etc/shadow").Split(':')[7], StandingOf("/etc/shadow").Split(':')[1]));
    }

    [SkippableFact]
    public async Task A_clone_gives_the_cron_jobs_to_the_other_account_and_can_leave_that_suspended()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        await File.WriteAllTextAsync(Path.Combine(Home, "site.txt"), "site");
        LinuxScene.Run("/bin/chown", $"{_user}:", Path.Combine(Home, "site.txt"));
        LinuxScene.RunWith("5 4 * * * /bin/true\n", "/usr/bin/crontab", "-u", _user, "-");
        RestoreSelection backup = await BackUpAsync();
        AccountReference other = await _scene.AddAsync();
        string name = other.Text["linux/".Length..];

        RestoreResult result = await _scene.Store.Local.DoAsync(new CloneAccount(backup, other, RestoreConflict.Overwrite) { Suspend = true });

        Assert.Empty(result.Problems);
        Assert.Equal(name, LinuxScene.Run("/usr/bin/stat", "-c", "%U", Path.Combine(_scene.HomeOf(name), "site.txt")));
        Assert.Contains("5 4 * * *", LinuxScene.Run("/usr/bin/crontab", "-u", name, "-l"), StringComparison.Ordinal);
        List<Account> accounts = await _scene.Store.Local.ListAsync(new ListAccounts([_user, name], [], [], AccountPresence.Live));
        Assert.Equal([name], accounts.Where(account => account.Suspended is not null).Select(account => account.Name));
    }

    [Fact]
    public async Task A_folders_account_is_neither_terminated_nor_suspended()
    {
        await using Store store = await Store.CreateAsync("alice");
        AccountReference alice = new("web01/alice");
        await store.Local.DoAsync(new BackupAccount(alice, []));

        await store.Local.RefusedAsync("InvalidValue", new RestoreTerminate(new RestoreSelection(alice, null, [], [])));
        await store.Local.RefusedAsync("InvalidValue", new RestoreKeep(new RestoreSelection(alice, null, [], [])) { Suspend = true });
        await store.Local.RefusedAsync("InvalidValue", new SuspendAccount(alice, IsSuspended: true));
    }

    private async Task<RestoreSelection> BackUpAsync(params BackupItem[] items) =>
        new(null, new BackupReference(await _scene.Store.Local.DoAsync(new BackupAccount(_account, items))), [], []);

    private async Task<Account> FindAsync() => Assert.Single(await _scene.Store.Local.ListAsync(new ListAccounts([_user], [], [], AccountPresence.Live)));

    private string StandingOf(string file) => File.ReadLines(file).FirstOrDefault(line => line.StartsWith($"{_user}:", StringComparison.Ordinal)) ?? "";

    private static Process RunAs(string user)
    {
        Process process = Process.Start(new ProcessStartInfo("/usr/sbin/runuser", ["-u", user, "--", "/bin/sh", "-c", "echo begun; exec sleep 1000"]) { RedirectStandardOutput = true })!;
        Assert.Equal("begun", process.StandardOutput.ReadLine());
        return process;
    }
}
