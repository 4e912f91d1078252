using System.Diagnostics;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Connectors;

/// <summary>What a discovery takes for an account, and when an account is still the same.</summary>
public sealed class DiscoveryTests
{
    private static readonly ConnectorReference s_web01 = new("web01");

    [Fact]
    public async Task What_is_no_account_is_left_out_with_its_reason()
    {
        await using Store store = await Store.CreateAsync("alice");
        Directory.CreateDirectory(Path.Combine(store.AccountsPath, ".cache"));
        Directory.CreateDirectory(Path.Combine(store.AccountsPath, "line\nbreak"));
        Directory.CreateSymbolicLink(Path.Combine(store.AccountsPath, "link"), "/etc");
        Directory.CreateSymbolicLink(Path.Combine(store.AccountsPath, "broken"), "/no/such/place");
        await File.WriteAllTextAsync(Path.Combine(store.AccountsPath, "file"), "x");
        Run("/bin/sh", "-c", $"mkdir \"$(printf '{store.AccountsPath}/caf\\351')\"");
        store.Write("with space", "a", "x");
        store.Write(@"back\slash", "a", "x");

        IReadOnlyList<SynchronizeResult> results = await store.Local.DoAsync(new SynchronizeConnector(s_web01));

        // .NET can't delete what it can't name.
        Run("/bin/rm", "-r", store.AccountsPath);
        Assert.Equal(
            [
                (".cache", DiscoveryOutcome.LeftOut, "it is hidden"),
                ("alice", DiscoveryOutcome.Unchanged, null),
                (@"back\slash", DiscoveryOutcome.LeftOut, "its name can't be shown"),
                ("broken", DiscoveryOutcome.LeftOut, "it is a link"),
                ("caf\uFFFD", DiscoveryOutcome.LeftOut, "its name can't be shown"),
                ("line\\u000abreak", DiscoveryOutcome.LeftOut, "its name can't be shown"),
                ("link", DiscoveryOutcome.LeftOut, "it is a link"),
                ("with space", DiscoveryOutcome.Found, (string?)null),
            ],
            results.Select(result => (result.Account["web01/".Length..], result.Outcome, result.Reason)));
    }

    [Fact]
    public async Task A_folder_that_has_become_reached_through_a_link_is_not_followed()
    {
        await using Store store = await Store.CreateAsync("alice");
        string above = Path.Combine(store.Root, "tenant");
        await store.AddConnectorAsync("web02", Path.Combine(above, "sites"), ConnectorOrigin.New, "bob");
        Directory.Move(above, above + ".old");
        Directory.CreateDirectory(above);
        Directory.CreateSymbolicLink(Path.Combine(above, "sites"), store.AccountsPath);
        ConnectorReference web02 = new("web02");

        await store.Local.RefusedAsync("SourceUnavailable", new SynchronizeConnector(web02));
        Directory.Delete(above, recursive: true);
        Directory.CreateDirectory(Path.Combine(store.Root, "planted"));
        Directory.CreateSymbolicLink(Path.Combine(store.Root, "planted", "sites"), store.AccountsPath);
        Directory.CreateSymbolicLink(above, Path.Combine(store.Root, "planted"));
        await store.Local.RefusedAsync("SourceUnavailable", new SynchronizeConnector(web02));

        Assert.Equal(["bob"], (await store.Local.ListAsync(new ListAccounts([], ["web02"], [], AccountPresence.Live))).Select(account => account.Name));
    }

    [Fact]
    public async Task An_account_deleted_and_made_again_gets_a_new_UUID_and_none_of_the_old_backups()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("alice"), new UserReference("owner")));
        await using LocalClient support = await store.SignInAsync("support", ["FullSupport"], "web01");
        Backup old = await store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));
        Directory.Move(Path.Combine(store.AccountsPath, "alice"), Path.Combine(store.Root, "gone"));
        store.Write("alice", "index.html", "another alice");

        SynchronizeResult result = Assert.Single(await store.Local.DoAsync(new SynchronizeConnector(s_web01)));

        Assert.Equal(DiscoveryOutcome.Replaced, result.Outcome);
        Account alice = Assert.Single(await support.ListAsync(new ListAccounts(["alice"], [], [], AccountPresence.Live)));
        Assert.NotEqual(old.AccountId, alice.Id);
        Assert.Equal((0, null, null), (alice.Backups, alice.Owner, alice.LastBackup));
        Assert.Empty(await support.ListAsync(new ListBackups(["alice"], [], null, null, null, null, null)));
        await support.RefusedAsync("NotFound", new RestoreKeep(new RestoreSelection(new AccountReference("alice"), null, [], [])));
        await owner.RefusedAsync("NotFound", new BackupAccount(new AccountReference("alice"), []));
        await support.RefusedAsync("AccountChanged", new RestoreKeep(new RestoreSelection(null, new BackupReference(old), [], [])));
    }

    [Fact]
    public async Task An_account_that_comes_back_after_a_discovery_missed_it_is_a_new_one()
    {
        await using Store store = await Store.CreateAsync("alice");
        Guid first = Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live))).Id;
        string home = Path.Combine(store.AccountsPath, "alice");
        Directory.Move(home, home + ".away");
        Directory.Move(home + ".away", Path.Combine(store.Root, "away"));
        Assert.Equal(DiscoveryOutcome.Missing, Assert.Single(await store.Local.DoAsync(new SynchronizeConnector(s_web01))).Outcome);
        Directory.Move(Path.Combine(store.Root, "away"), home);

        SynchronizeResult back = Assert.Single(await store.Local.DoAsync(new SynchronizeConnector(s_web01)));

        Assert.Equal(DiscoveryOutcome.Found, back.Outcome);
        Assert.NotEqual(first, back.AccountId);
        Assert.Equal(first, Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Orphan))).Id);
    }

    [SkippableFact]
    public async Task A_change_of_owner_makes_a_new_account_and_a_change_of_group_does_not()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Giving files away needs root.");
        await using Store store = await Store.CreateAsync("alice");
        string home = Path.Combine(store.AccountsPath, "alice");

        Run("/bin/chgrp", "4321", home);
        SynchronizeResult group = Assert.Single(await store.Local.DoAsync(new SynchronizeConnector(s_web01)));
        Account alice = Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
        Run("/bin/chown", "4321", home);
        SynchronizeResult owner = Assert.Single(await store.Local.DoAsync(new SynchronizeConnector(s_web01)));

        Assert.Equal((DiscoveryOutcome.Unchanged, 4321L), (group.Outcome, alice.Gid));
        Assert.Equal(DiscoveryOutcome.Replaced, owner.Outcome);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_read_changes_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        Directory.Move(store.AccountsPath, store.AccountsPath + ".away");

        await store.Local.RefusedAsync("SourceUnavailable", new SynchronizeConnector(s_web01));

        Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
    }

    [Theory]
    [InlineData("two", "one")]
    [InlineData("one", "other")]
    public void What_was_found_is_looked_for_anew_once_the_name_means_another_connector_or_path(string id, string path)
    {
        string root = Directory.CreateTempSubdirectory("backupaccess-").FullName;
        Directory.CreateDirectory(Path.Combine(root, "one", "alice"));
        Directory.CreateDirectory(Path.Combine(root, "other", "bob"));
        SynchronizeConnectorHandler handler = new();
        ConnectorRow first = RowOf("one", Path.Combine(root, "one"));
        SynchronizeConnector prepared = handler.Prepare(new SynchronizeConnector(s_web01), first);
        Directory.CreateDirectory(Path.Combine(root, "one", "carol"));

        SynchronizeConnector same = handler.Prepare(prepared, first);
        SynchronizeConnector moved = handler.Prepare(prepared, RowOf(id, Path.Combine(root, path)));

        Directory.Delete(root, recursive: true);
        Assert.Equal(["alice"], same.Found!.Accounts.Select(account => account.Name));
        Assert.Equal(path == "one" ? ["alice", "carol"] : ["bob"], moved.Found!.Accounts.Select(account => account.Name));
    }

    private static ConnectorRow RowOf(string id, string path) => new(id, 1, "web01", nameof(ConnectorKind.Folder), path, "default", 0, null, null, 1, null);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
