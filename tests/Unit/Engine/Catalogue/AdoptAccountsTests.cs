using System.Diagnostics;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Catalogue;

/// <summary>With the state's database gone and the key file and the repositories left, everything comes back.</summary>
public sealed class AdoptAccountsTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task Who_keeps_policies_is_told_that_accounts_came_back()
    {
        await using Store store = await Store.CreateAsync();
        using Engine.State.StateConnection db = store.Database.Connect();
        long before = PolicyVersion.Read(db);

        await store.Local.DoAsync(new AdoptAccounts(WorkMode.Apply));

        Assert.Null(Assert.Single(PolicyVersion.ChangesBetween(db, before, PolicyVersion.Read(db))!).UserId);
    }

    [Fact]
    public async Task Accounts_backups_locks_kinds_and_owners_come_back_as_they_were()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await store.Local.DoAsync(new CreateUser("jane", ["AccountOwner"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new SetAccountOwner(s_alice, new UserReference("jane")));
        await store.Local.DoAsync(new UpdateAccount(s_alice, "a@example.org", 7, AccountType.Reseller, ["example.org"], ["*.log"]));
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Backup second = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup bobs = await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
        await store.Local.DoAsync(new SetBackupNote(new BackupReference(bobs), "before the move"));
        await store.Local.DoAsync(new HoldBackup(new BackupReference(second), "case 12", null));
        await store.Local.DoAsync(new LockBackup(new BackupReference(first), "audit 2026", store.Clock.GetUtcNow().AddDays(90)));
        (string accounts, string backups) = (await AccountsAsync(store.Local), await BackupsAsync(store.Local));

        await using LocalClient again = await LoseStateAsync(store);
        await again.DoAsync(new CreateUser("jane", ["AccountOwner"], ConsoleAccess.Off, null, null));
        IReadOnlyList<CatalogueUpdate> updates = await again.DoAsync(new AdoptAccounts(WorkMode.Apply));

        Assert.All(updates, update => Assert.Equal((CatalogueOutcome.Adopted, 0), (update.Outcome, update.Findings.Count)));
        Assert.Equal(accounts, await AccountsAsync(again));
        Assert.Equal(backups, await BackupsAsync(again));
    }

    [Fact]
    public async Task What_came_back_is_backed_up_restored_and_discovered_as_before()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await using LocalClient again = await LoseStateAsync(store);
        await again.DoAsync(new AdoptAccounts(WorkMode.Apply));

        SynchronizeResult found = Assert.Single(await again.DoAsync(new SynchronizeConnector(new ConnectorReference("web01"))));
        store.Write("alice", "public_html/index.php", "broken");
        await again.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup.Id), [], [])));
        Backup next = await again.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal((backup.AccountId, DiscoveryOutcome.Unchanged), (found.AccountId!.Value, found.Outcome));
        Assert.Equal("<?php // alice", store.Read("alice", "public_html/index.php"));
        Assert.Equal(backup.AccountId, next.AccountId);
    }

    [Fact]
    public async Task Accounts_in_a_storage_come_back_once_it_is_created_again()
    {
        await using Store store = await Store.CreateAsync();
        CreateStorage vault = new("vault", StorageKind.Folder, Directory.CreateDirectory(Path.Combine(store.Root, "vault")).FullName, StorageMode.ReadWrite, null, null, null);
        await store.Local.DoAsync(vault);
        store.Write("alice", "public_html/index.php", "<?php // alice");
        await store.Local.DoAsync(new CreateConnector("web01", ConnectorKind.Folder, store.AccountsPath, "vault", ConnectorOrigin.New));
        await store.Local.DoAsync(new SynchronizeConnector(new ConnectorReference("web01")));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string backups = await BackupsAsync(store.Local);
        await using LocalClient again = await LoseStateAsync(store);
        Assert.Empty(await again.DoAsync(new AdoptAccounts(WorkMode.Apply)));

        await again.DoAsync(vault);
        await again.DoAsync(new AdoptAccounts(WorkMode.Apply));
        await again.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal("vault", Assert.Single(await again.ListAsync(new ListConnectors([]))).Storage);
        Assert.Contains(backups, await BackupsAsync(again), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await again.ListAsync(new ListStorage(["vault"]))).Repositories);
    }

    [Fact]
    public async Task Bringing_back_twice_changes_nothing_and_a_dry_run_neither()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await using LocalClient again = await LoseStateAsync(store);

        CatalogueUpdate preview = Assert.Single(await again.DoAsync(new AdoptAccounts(WorkMode.Preview)));
        Assert.Empty(await again.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
        CatalogueUpdate first = Assert.Single(await again.DoAsync(new AdoptAccounts(WorkMode.Apply)));
        string backups = await BackupsAsync(again);
        CatalogueUpdate second = Assert.Single(await again.DoAsync(new AdoptAccounts(WorkMode.Apply)));

        Assert.Equal((CatalogueOutcome.Adopted, "web01/alice", 1), (preview.Outcome, preview.Account, preview.Backups));
        Assert.Equal(CatalogueOutcome.Adopted, first.Outcome);
        Assert.Equal((CatalogueOutcome.Unchanged, 1), (second.Outcome, second.Backups));
        Assert.Equal(backups, await BackupsAsync(again));
    }

    [Fact]
    public async Task An_owner_who_is_no_user_any_more_is_named_and_linked_once_it_is_one_again()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["AccountOwner"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new SetAccountOwner(s_alice, new UserReference("jane")));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await using LocalClient again = await LoseStateAsync(store);

        CatalogueUpdate without = Assert.Single(await again.DoAsync(new AdoptAccounts(WorkMode.Apply)));
        await again.DoAsync(new UpdateAccount(s_alice, null, 3, null, null, null));
        await again.DoAsync(new CreateUser("jane", ["AccountOwner"], ConsoleAccess.Off, null, null));
        Assert.Null(Assert.Single(await again.ListAsync(new ListAccounts([], [], [], AccountPresence.Live))).Owner);
        CatalogueUpdate with = Assert.Single(await again.DoAsync(new AdoptAccounts(WorkMode.Apply)));

        Assert.Null(without.Owner);
        Assert.Contains("\"jane\"", Assert.Single(without.Findings), StringComparison.Ordinal);
        Assert.Equal((CatalogueOutcome.Updated, "jane"), (with.Outcome, with.Owner));
    }

    [Fact]
    public async Task A_damaged_record_and_a_damaged_repository_are_named_and_the_rest_comes_back()
    {
        await using Store store = await Store.CreateAsync("alice", "bob", "carol", "dave");
        Guid[] ids = new Guid[4];
        foreach ((string name, int at) in new[] { "alice", "bob", "carol", "dave" }.Select((name, at) => (name, at)))
        {
            ids[at] = (await store.Local.DoAsync(new BackupAccount(new AccountReference($"web01/{name}"), []))).AccountId;
        }

        await using LocalClient again = await LoseStateAsync(store);
        await File.WriteAllTextAsync(RecordTests.PathOf(store, ids[0]), "{}");
        File.Delete(Path.Combine(store.StatePath, "repositories", ids[1].ToString(), "config"));
        File.Delete(RecordTests.PathOf(store, ids[2]));
        Dictionary<Guid, CatalogueUpdate> updates = (await again.DoAsync(new AdoptAccounts(WorkMode.Apply))).ToDictionary(update => update.AccountId);

        Assert.All(ids[..3], id => Assert.Equal(CatalogueOutcome.Failed, updates[id].Outcome));
        Assert.All(ids[..3], id => Assert.Contains(id.ToString(), Assert.Single(updates[id].Findings), StringComparison.Ordinal));
        Assert.Equal((CatalogueOutcome.Adopted, "web01/dave"), (updates[ids[3]].Outcome, updates[ids[3]].Account));
    }

    [Fact]
    public async Task Another_accounts_record_in_an_accounts_place_brings_nothing_back()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Guid alice = (await store.Local.DoAsync(new BackupAccount(s_alice, []))).AccountId;
        Guid bob = (await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []))).AccountId;
        await using LocalClient again = await LoseStateAsync(store);
        File.Copy(RecordTests.PathOf(store, alice), RecordTests.PathOf(store, bob), overwrite: true);

        IReadOnlyList<CatalogueUpdate> updates = await again.DoAsync(new AdoptAccounts(WorkMode.Apply));

        Assert.Equal(CatalogueOutcome.Failed, updates.Single(update => update.AccountId == bob).Outcome);
        Assert.Equal(["web01/alice"], (await again.ListAsync(new ListAccounts([], [], [], AccountPresence.Live))).Select(account => account.Path));
    }

    [Fact]
    public async Task A_connector_made_and_discovered_before_leaves_the_account_an_orphan_with_its_backups()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await using LocalClient again = await LoseStateAsync(store);
        await again.DoAsync(new CreateConnector("web01", ConnectorKind.Folder, store.AccountsPath, null, ConnectorOrigin.New));
        await again.DoAsync(new SynchronizeConnector(new ConnectorReference("web01")));

        CatalogueUpdate update = Assert.Single(await again.DoAsync(new AdoptAccounts(WorkMode.Apply)));

        Assert.Contains("discovered since", Assert.Single(update.Findings), StringComparison.Ordinal);
        Account orphan = Assert.Single(await again.ListAsync(new ListAccounts([], [], [], AccountPresence.Orphan)));
        Assert.Equal((backup.AccountId, 1), (orphan.Id, orphan.Backups));
    }

    [Theory]
    [InlineData("fifo", "it is no regular file")]
    [InlineData("directory", "it is no regular file")]
    [InlineData("device", "it is a link")]
    [InlineData("holes", "it has 4294967296 bytes")]
    public async Task What_lies_in_the_place_of_a_record_is_named_and_the_other_accounts_come_back(string planted, string problem)
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Backup alice = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup bob = await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
        await using LocalClient again = await LoseStateAsync(store);
        string record = Path.Combine(store.StatePath, "repositories", $"{alice.AccountId}.account");
        File.Delete(record);
        Plant(planted, record);

        IReadOnlyList<CatalogueUpdate> updates = await again.DoAsync(new AdoptAccounts(WorkMode.Apply));

        CatalogueUpdate failed = updates.Single(update => update.AccountId == alice.AccountId);
        Assert.Contains($"\"{record}\" can't be read: {problem}", Assert.Single(failed.Findings), StringComparison.Ordinal);
        Assert.Equal(CatalogueOutcome.Adopted, updates.Single(update => update.AccountId == bob.AccountId).Outcome);
    }

    [Fact]
    public async Task Only_an_Administrator_brings_accounts_back()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateRole("Storekeeper", ["STORAGE_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        LocalClient keeper = await store.SignInAsync("keeper", ["Storekeeper"]);

        await keeper.RefusedAsync("AccessDenied", new AdoptAccounts(WorkMode.Preview));
    }

    [Fact]
    public async Task A_folder_with_another_file_beside_the_key_does_not_become_a_state()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DisposeAsync();
        File.Delete(Path.Combine(store.StatePath, "state.db"));
        await File.WriteAllTextAsync(Path.Combine(store.StatePath, "state.db-wal"), "x");

        StateException refusal = await Assert.ThrowsAsync<StateException>(() => LocalClient.InitializeAsync(store.Description, "tester", "admin", null, default));

        Assert.Equal("StateExists", refusal.ErrorId);
    }

    /// <summary>Takes the database away and makes the state anew over what is left.</summary>
    private static void Plant(string what, string path)
    {
        switch (what)
        {
            case "fifo":
                using (Process make = Process.Start("mkfifo", path))
                {
                    make.WaitForExit();
                }

                break;
            case "directory":
                Directory.CreateDirectory(path);
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            default:
                using (FileStream holes = File.Create(path))
                {
                    holes.SetLength(4L << 30);
                }

                break;
        }
    }

    private static async Task<LocalClient> LoseStateAsync(Store store)
    {
        await store.Local.DisposeAsync();
        foreach (string file in Directory.GetFiles(store.StatePath, "state.db*"))
        {
            File.Delete(file);
        }

        return await LocalClient.InitializeAsync(store.Description, "tester", "root-admin", null, default);
    }

    private static async Task<string> AccountsAsync(LocalClient client) => string.Join('\n', (await client.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)))
        .Select(one => $"{one} {string.Join(',', one.Domains)} {string.Join(',', one.Excludes)} {one.Id} {one.Type} {one.Owner} {one.Home} {one.Uid} {one.Email} {one.MaxOnDemand} {one.Backups} {one.LastBackup:O} {one.Discovered:O}"));

    private static async Task<string> BackupsAsync(LocalClient client) => string.Join('\n', (await client.ListAsync(new ListBackups([], [], null, null, null, null, null)))
        .Select(one => $"{one.Id} {one} {one.Kind} {one.Configuration} {string.Join(',', one.Items)} {one.Files} {one.Size} {one.Snapshot} {one.Lock} {one.Hold}"));
}
