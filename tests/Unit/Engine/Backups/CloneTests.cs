using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Backups;

public sealed class CloneTests : IAsyncLifetime
{
    private static readonly AccountReference s_bob = new("web02/bob");

    private Store _store = null!;
    private RestoreSelection _alice = null!;

    private string Others => Path.Combine(_store.Root, "others");

    private string BobsFile => Path.Combine(Others, "bob", "public_html", "index.php");

    public async Task InitializeAsync()
    {
        _store = await Store.CreateAsync("alice");
        await _store.AddConnectorAsync("web02", Others, ConnectorOrigin.New, "bob");
        Backup backup = await _store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), []));
        _alice = new RestoreSelection(null, new BackupReference(backup), [], []);
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task A_clone_puts_one_accounts_files_into_anothers_home()
    {
        RestoreResult result = await _store.Local.DoAsync(new CloneAccount(_alice, s_bob, RestoreConflict.Overwrite));

        Assert.Equal("<?php // alice", await File.ReadAllTextAsync(BobsFile));
        Assert.Equal(("web01/alice", Path.Combine(Others, "bob"), 0L), (result.Account, result.Destination, result.ProblemCount));
    }

    [Theory]
    [InlineData(RestoreConflict.Keep)]
    [InlineData(RestoreConflict.Rename)]
    public async Task A_clone_that_keeps_what_is_live_leaves_it_as_it_is(RestoreConflict conflict)
    {
        await _store.Local.DoAsync(new CloneAccount(_alice, s_bob, conflict));

        Assert.Equal("<?php // bob", await File.ReadAllTextAsync(BobsFile));
        Assert.Equal(conflict == RestoreConflict.Keep ? 1 : 2, Directory.GetFiles(Path.GetDirectoryName(BobsFile)!).Length);
    }

    [SkippableFact]
    public async Task What_was_the_ones_own_is_the_others_and_what_was_anybody_elses_is_nobodys()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Giving files away needs root.");
        string home = Path.Combine(_store.Root, "homes");
        foreach ((string account, string owner) in new[] { ("carol", "2001:2001"), ("dave", "2002:2002") })
        {
            Directory.CreateDirectory(Path.Combine(home, account));
            await File.WriteAllTextAsync(Path.Combine(home, account, $"{account}.txt"), "");
            Sources.LinuxScene.Run("/bin/chown", "-R", owner, Path.Combine(home, account));
        }

        await File.WriteAllTextAsync(Path.Combine(home, "carol", "roots.txt"), "");
        await _store.AddConnectorAsync("web03", home, ConnectorOrigin.New);
        Backup backup = await _store.Local.DoAsync(new BackupAccount(new AccountReference("web03/carol"), []));

        RestoreResult result = await _store.Local.DoAsync(
            new CloneAccount(new RestoreSelection(null, new BackupReference(backup), [], []), new AccountReference("web03/dave"), RestoreConflict.Keep));

        string Owner(string file) => Sources.LinuxScene.Run("/usr/bin/stat", "-c", "%u:%g", Path.Combine(home, "dave", file));
        Assert.Equal(("2002:2002", "0:0"), (Owner("carol.txt"), Owner("roots.txt")));
        Assert.Contains("roots.txt", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clone_needs_the_right_on_both_accounts()
    {
        await using LocalClient source = await _store.SignInAsync("source", ["BackupAdministrator"], ["web01"]);
        await using LocalClient both = await _store.SignInAsync("both", ["BackupAdministrator"], ["web01", "web02"]);

        await source.RefusedAsync("NotFound", new CloneAccount(_alice, s_bob, RestoreConflict.Keep));
        await both.DoAsync(new CloneAccount(_alice, s_bob, RestoreConflict.Overwrite));
    }

    [Fact]
    public async Task Overwriting_another_account_needs_the_right_to_overwrite_there()
    {
        await _store.Local.DoAsync(new CreateRole("Cloner", ["VIEWER", "BACKUP"], ConnectorReach.Granted, Engine.Access.ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient cloner = await _store.SignInAsync("cloner", ["Cloner"], ["web01", "web02"]);

        await cloner.DoAsync(new CloneAccount(_alice, s_bob, RestoreConflict.Keep));
        EngineException refused = await cloner.RefusedAsync("AccessDenied", new CloneAccount(_alice, s_bob, RestoreConflict.Overwrite));

        Assert.Contains("restoreOverwrite", refused.Message, StringComparison.Ordinal);
        Assert.Equal("<?php // bob", await File.ReadAllTextAsync(BobsFile));
    }

    [Fact]
    public async Task A_clone_goes_into_another_account_and_takes_no_item_that_is_named_after_the_first()
    {
        await _store.Local.RefusedAsync("InvalidValue", new CloneAccount(_alice, new AccountReference("web01/alice"), RestoreConflict.Keep));
        await _store.Local.RefusedAsync("InvalidValue", new CloneAccount(_alice with { Items = [BackupItem.Config] }, s_bob, RestoreConflict.Keep));
    }

    [Fact]
    public async Task A_clone_counts_as_a_restore_of_the_account_that_it_goes_into()
    {
        await _store.Local.DoAsync(new UpdateSetting("restore.limit.count", ["1"]));
        await _store.Local.DoAsync(new CloneAccount(_alice, s_bob, RestoreConflict.Keep));

        await _store.Local.RefusedAsync("QuotaExceeded", new CloneAccount(_alice, s_bob, RestoreConflict.Keep));
        await _store.Local.DoAsync(new RestoreKeep(_alice));
    }

    [Fact]
    public async Task An_act_needs_an_approval_when_an_operation_that_it_comes_down_to_does()
    {
        await using LocalClient one = await _store.SignInAsync("one", ["Administrator"], []);
        await using LocalClient two = await _store.SignInAsync("two", ["Administrator"], []);
        await _store.Local.DoAsync(new UpdateSetting("approval.operations", ["restoreOverwrite"]));
        _store.Clock.Advance(TimeSpan.FromDays(31));
        CloneAccount overwriting = new(_alice, s_bob, RestoreConflict.Overwrite);

        await one.DoAsync(overwriting with { Conflict = RestoreConflict.Keep });
        Guid request = await one.RequestAsync(overwriting);
        await two.DoAsync(new ApproveRequest(request));
        await one.RunAsync(overwriting, request);

        Assert.Equal("<?php // alice", await File.ReadAllTextAsync(BobsFile));
    }
}
