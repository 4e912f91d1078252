using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Accounts;

/// <summary>Former accounts, their UUIDs given to live ones, and what becomes of orphans.</summary>
public sealed class UuidTests
{
    private static readonly AccountReference s_alice = new("web01/alice");
    private static readonly ConnectorReference s_web01 = new("web01");

    [Fact]
    public async Task An_account_gets_its_former_UUID_back_with_its_backups_and_settings_and_without_an_owner()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(s_alice, new UserReference("jane")));
        await store.Local.DoAsync(new UpdateAccount(s_alice, "a@example.org", null, null, null, null));
        Backup kept = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Guid second = await ReplaceAsync(store);
        long before = await store.AuditEndAsync();

        Account alice = await store.Local.DoAsync(new SetAccountUuid(s_alice, kept.AccountId));

        Assert.Equal((kept.AccountId, false, null, "a@example.org", 1), (alice.Id, alice.Orphan, alice.Owner, alice.Email, alice.Backups));
        Assert.Equal(alice.Id, Assert.Single(await ListAsync(store, AccountPresence.Any)).Id);
        AuditEvent told = Assert.Single(await store.AuditAsync(before));
        Assert.Equal(("setAccountUuid", second.ToString(), $"its UUID is {kept.AccountId} now, {second} is dropped"), (told.Operation, told.ObjectId, told.Reason));
        Assert.Contains(await store.Local.ListAsync(new ListAuditEvents([], [], [kept.AccountId.ToString()], null, null, null, null)), one => one.Sequence == told.Sequence);
        Assert.Equal(DiscoveryOutcome.Unchanged, Assert.Single(await store.Local.DoAsync(new SynchronizeConnector(s_web01))).Outcome);
        await store.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(kept), [], [])));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Assert.Equal(2, Assert.Single(await ListAsync(store, AccountPresence.Live)).Backups);
    }

    [Fact]
    public async Task The_UUID_that_an_account_leaves_becomes_an_orphan_where_it_has_backups()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Guid second = await ReplaceAsync(store);
        await store.Local.DoAsync(new BackupAccount(s_alice, []));

        await store.Local.DoAsync(new SetAccountUuid(s_alice, first.AccountId));

        Account orphan = Assert.Single(await ListAsync(store, AccountPresence.Orphan));
        Assert.Equal((second, 1, store.Clock.GetUtcNow()), (orphan.Id, orphan.Backups, orphan.Orphaned));
        Assert.Equal(second, (await store.Local.DoAsync(new SetAccountUuid(s_alice, second))).Id);
    }

    [Fact]
    public async Task Where_no_UUID_is_named_it_is_the_only_former_one_with_backups()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await ReplaceAsync(store);
        Guid third = await ReplaceAsync(store);

        Account alice = await store.Local.DoAsync(new SetAccountUuid(new AccountReference(third), Uuid: null));
        Assert.Equal(first.AccountId, alice.Id);
        await store.Local.RefusedAsync("NotFound", new SetAccountUuid(s_alice, Uuid: null));

        await ReplaceAsync(store);
        await store.Local.DoAsync(new SetAccountUuid(new AccountReference(first.AccountId), Uuid: null));
        await ReplaceAsync(store);
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await ReplaceAsync(store);
        await store.Local.RefusedAsync("AmbiguousName", new SetAccountUuid(s_alice, Uuid: null));
        await store.Local.RefusedAsync("AmbiguousName", new SetAccountUuid(new AccountReference(first.AccountId), Uuid: null));
    }

    [Fact]
    public async Task Assignable_are_a_live_account_and_those_before_it_of_its_name_and_connector()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), ConnectorOrigin.New, "alice");
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Assert.Empty(await AssignableAsync(store.Local, AccountPresence.Any));

        Guid second = await ReplaceAsync(store);

        Assert.Equal([second, first.AccountId], await AssignableAsync(store.Local, AccountPresence.Any));
        Assert.Equal([first.AccountId], await AssignableAsync(store.Local, AccountPresence.Orphan));
        await using LocalClient jane = await store.SignInAsync("jane", ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(s_alice, new UserReference("jane")));
        Assert.Empty(await AssignableAsync(jane, AccountPresence.Any));
    }

    [Fact]
    public async Task A_UUID_of_another_connector_is_given_by_who_reaches_both()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), ConnectorOrigin.New, "bob");
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await ReplaceAsync(store);
        AccountReference bob = new("web02/bob");
        await using LocalClient one = await store.SignInAsync("one", ["Operator"], "web02");
        await using LocalClient both = await store.SignInAsync("both", ["Operator"], "web01", "web02");

        await one.RefusedAsync("NotFound", new SetAccountUuid(bob, first.AccountId));
        Account moved = await both.DoAsync(new SetAccountUuid(bob, first.AccountId));

        Assert.Equal((first.AccountId, "web02/bob", 1), (moved.Id, moved.Path, moved.Backups));
    }

    [Fact]
    public async Task A_live_accounts_UUID_is_not_given_away_and_its_own_changes_nothing()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Dictionary<string, Guid> ids = (await ListAsync(store, AccountPresence.Live)).ToDictionary(account => account.Name, account => account.Id);

        await store.Local.RefusedAsync("Conflict", new SetAccountUuid(s_alice, ids["bob"]));

        Assert.Equal(ids["alice"], (await store.Local.DoAsync(new SetAccountUuid(s_alice, ids["alice"]))).Id);
    }

    [Fact]
    public async Task While_somebody_works_on_either_account_neither_changes()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Guid second = await ReplaceAsync(store);
        Lease(store, first.AccountId);

        await store.Local.RefusedAsync("Busy", new SetAccountUuid(s_alice, first.AccountId));
        store.Clock.Advance(TimeSpan.FromMinutes(6));
        Lease(store, second);
        await store.Local.RefusedAsync("Busy", new SetAccountUuid(s_alice, first.AccountId));
        await store.Local.RefusedAsync("Busy", new RemoveAccount(s_alice));

        store.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(first.AccountId, (await store.Local.DoAsync(new SetAccountUuid(s_alice, first.AccountId))).Id);
    }

    [Fact]
    public async Task The_record_beside_the_repository_tells_of_the_new_place()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await ReplaceAsync(store);
        string record = Path.Combine(store.StatePath, "repositories", $"{first.AccountId}.account");
        byte[] before = await File.ReadAllBytesAsync(record);

        await store.Local.DoAsync(new SetAccountUuid(s_alice, first.AccountId));

        Assert.NotEqual(before, await File.ReadAllBytesAsync(record));
        using var db = store.Database.Connect();
        Assert.Equal(0, db.QueryScalar<long>("SELECT count(*) FROM record_due"));
    }

    [Fact]
    public async Task Removing_an_account_leaves_its_backups_to_an_orphan_and_a_discovery_makes_a_new_one()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Account removed = await store.Local.DoAsync(new RemoveAccount(s_alice));
        await store.Local.DoAsync(new RemoveAccount(new AccountReference("web01/bob")));

        Assert.Equal((first.AccountId, true, 1), (removed.Id, removed.Orphan, removed.Backups));
        Assert.Empty(await ListAsync(store, AccountPresence.Live));
        Assert.Equal(first.AccountId, Assert.Single(await ListAsync(store, AccountPresence.Orphan)).Id);
        await store.Local.RefusedAsync("Conflict", new RemoveAccount(new AccountReference(first.AccountId)));
        await store.Local.DoAsync(new SynchronizeConnector(s_web01));
        Assert.Equal(2, (await AssignableAsync(store.Local, AccountPresence.Any)).Count);
    }

    [Fact]
    public async Task A_UUID_without_backup_is_dropped_two_weeks_after_it_went_and_by_no_doubted_clock()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
        Directory.Delete(Path.Combine(store.AccountsPath, "alice"), recursive: true);
        Directory.Delete(Path.Combine(store.AccountsPath, "bob"), recursive: true);
        await store.Local.DoAsync(new SynchronizeConnector(s_web01));

        store.Clock.Advance(TimeSpan.FromDays(13.9));
        Assert.Empty(await store.Local.DoAsync(new SynchronizeConnector(s_web01)));
        store.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Empty(await store.Local.DoAsync(new SynchronizeConnector(s_web01)));
        await store.Local.DoAsync(new Engine.Clock.ConfirmClock());
        SynchronizeResult dropped = Assert.Single(await store.Local.DoAsync(new SynchronizeConnector(s_web01)));

        Assert.Equal(("web01/alice", DiscoveryOutcome.Dropped), (dropped.Account, dropped.Outcome));
        Assert.Equal("bob", Assert.Single(await ListAsync(store, AccountPresence.Orphan)).Name);
    }

    [Fact]
    public async Task An_orphans_backups_go_at_their_age_save_locked_ones()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Backup locked = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new LockBackup(new BackupReference(locked), null, null));
        await store.Local.DoAsync(new UpdateSetting("orphan.ttlDays", ["20"]));
        ApplyRetention expired = new(new AccountReference(first.AccountId), Policy: null, Kind: null, RetentionPrune.None, WorkMode.Apply);
        store.Clock.Advance(TimeSpan.FromDays(20));

        RetentionResult live = await store.Local.DoAsync(expired);
        await store.Local.DoAsync(new RemoveAccount(s_alice));
        long before = await store.AuditEndAsync();
        RetentionResult orphan = await store.Local.DoAsync(expired);

        Assert.Equal((2, 0), (live.Kept, live.Deleted));
        Assert.Equal([["locked"], []], orphan.Backups.Select(backup => backup.Reasons));
        Assert.Equal("orphan.ttlDays is 20", orphan.Backups[1].DeletionReason);
        Assert.Equal("orphan.ttlDays is 20", Assert.Single(await store.AuditAsync(before), one => one.ObjectKind == "backup").Reason);
        await store.Local.DoAsync(new UnlockBackup(new BackupReference(locked)));
        store.Clock.Advance(TimeSpan.FromDays(400));
        await store.Local.RefusedAsync("ClockNotTrusted", expired);
        await store.Local.DoAsync(new Engine.Clock.ConfirmClock());
        Assert.Equal(1, (await store.Local.DoAsync(expired)).Deleted);
    }

    [Fact]
    public async Task An_orphan_whose_last_backup_went_is_dropped_two_weeks_later_with_its_empty_repository()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new RemoveAccount(s_alice));
        store.Clock.Advance(TimeSpan.FromDays(20));
        await store.Local.DoAsync(new DeleteBackup(new BackupReference(backup)));
        string repository = Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString());
        ApplyRetention expired = new(new AccountReference(backup.AccountId), Policy: null, Kind: null, RetentionPrune.None, WorkMode.Apply);

        store.Clock.Advance(TimeSpan.FromDays(13.9));
        RetentionResult early = await store.Local.DoAsync(expired);
        store.Clock.Advance(TimeSpan.FromDays(0.2));
        Assert.False((await store.Local.DoAsync(expired with { Mode = WorkMode.Preview })).Dropped);
        string lockFile = Path.Combine(repository, "locks", new string('a', 64));
        await File.WriteAllTextAsync(lockFile, "somebody works on it");
        Assert.False((await store.Local.DoAsync(expired)).Dropped);
        File.Delete(lockFile);
        long before = await store.AuditEndAsync();
        RetentionResult late = await store.Local.DoAsync(expired);

        Assert.Equal((false, true), (early.Dropped, late.Dropped));
        Assert.Empty(await ListAsync(store, AccountPresence.Any));
        Assert.False(Directory.Exists(repository));
        Assert.False(File.Exists(repository + ".account"));
        Assert.Equal(AuditOutcome.Succeeded, (await store.AuditAsync(before))[^1].Outcome);
        Assert.StartsWith("dropped", (await store.AuditAsync(before))[^1].Reason, StringComparison.Ordinal);
        await store.Local.RefusedAsync("NotFound", expired);
    }

    /// <summary>Puts another home in the place of alice's and discovers it.</summary>
    private static async Task<Guid> ReplaceAsync(Store store)
    {
        string home = Path.Combine(store.AccountsPath, "alice");
        Directory.Move(home, Path.Combine(store.Root, $"was-{Guid.NewGuid()}"));
        Directory.CreateDirectory(home);
        return (await store.Local.DoAsync(new SynchronizeConnector(s_web01))).Single(result => result.Outcome == DiscoveryOutcome.Replaced).AccountId!.Value;
    }

    private static void Lease(Store store, Guid account)
    {
        using var transaction = store.Database.BeginImmediate();
        transaction.Execute(
            "INSERT INTO account_lease (account_id, holder, work, expires_at) VALUES (@id, 'other', 'backup', @now)",
            new { id = account.ToString(), now = store.Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000 });
        transaction.Commit();
    }

    private static Task<List<Account>> ListAsync(Store store, AccountPresence presence) =>
        store.Local.ListAsync(new ListAccounts([], [], [], presence));

    private static async Task<IReadOnlyList<Guid>> AssignableAsync(LocalClient client, AccountPresence presence) =>
        [.. (await client.ListAsync(new ListAccounts([], [], [], presence) { Assignable = true })).Select(account => account.Id)];
}
