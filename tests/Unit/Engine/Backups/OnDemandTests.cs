using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>On-demand backups: their maximum, how many are retained and for how long, apart from scheduled ones.</summary>
public sealed class OnDemandTests
{
    private static readonly AccountReference s_alice = new("web01/alice");
    private static readonly ApplyRetention s_expired = new(s_alice, Policy: null, Kind: null, RetentionPrune.None, WorkMode.Apply);

    [Fact]
    public async Task The_settings_maximum_holds_where_an_account_has_none_of_its_own()
    {
        await using Store store = await Store.CreateAsync("alice");
        await SetAsync(store, "onDemand.maximum", 1);
        await BackUpAsync(store, 1);

        await store.Local.RefusedAsync("QuotaExceeded", new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new UpdateAccount(s_alice, null, MaxOnDemand: 2, null, null, null));
        await BackUpAsync(store, 1);

        await store.Local.RefusedAsync("QuotaExceeded", new BackupAccount(s_alice, []));
        Assert.Equal(2, (await IdsAsync(store)).Count);
    }

    [Fact]
    public async Task A_maximum_of_none_allows_none()
    {
        await using Store store = await Store.CreateAsync("alice");
        await SetAsync(store, "onDemand.maximum", 0);
        await SetAsync(store, "onDemand.retain", 1);

        await store.Local.RefusedAsync("QuotaExceeded", new BackupAccount(s_alice, []));
    }

    [Fact]
    public async Task The_oldest_leave_when_more_are_taken_than_are_retained_and_the_audit_log_says_why()
    {
        await using Store store = await Store.CreateAsync("alice");
        await SetAsync(store, "onDemand.retain", 2);
        await SetAsync(store, "onDemand.maximum", 2);
        Backup[] backups = await BackUpAsync(store, 2);
        long before = await store.AuditEndAsync();

        Backup third = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal([third.Id, backups[1].Id], await IdsAsync(store));
        Assert.False(File.Exists(SnapshotOf(store, backups[0])));
        AuditEvent told = Assert.Single(await store.AuditAsync(before), one => one.ObjectKind == "backup");
        Assert.Equal(("backupAccount", backups[0].Id.ToString(), "onDemand.retain is 2"), (told.Operation, told.ObjectId, told.Reason));
    }

    [Fact]
    public async Task A_locked_or_held_one_neither_leaves_nor_counts_among_those_retained()
    {
        await using Store store = await Store.CreateAsync("alice");
        await SetAsync(store, "onDemand.retain", 1);
        Backup locked = Assert.Single(await BackUpAsync(store, 1));
        await store.Local.DoAsync(new LockBackup(new BackupReference(locked), null, null));
        Backup held = Assert.Single(await BackUpAsync(store, 1));
        await store.Local.DoAsync(new HoldBackup(new BackupReference(held), null, null));

        Backup[] later = await BackUpAsync(store, 2);

        Assert.Equal([later[1].Id, held.Id, locked.Id], await IdsAsync(store));
    }

    [Fact]
    public async Task Scheduled_backups_neither_leave_nor_count()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup scheduled = Assert.Single(await BackUpAsync(store, 1));
        Change(store, "UPDATE backup SET kind = 'Scheduled' WHERE id = @id", scheduled);
        await SetAsync(store, "onDemand.retain", 1);
        await SetAsync(store, "onDemand.ttlDays", 1);
        await SetAsync(store, "onDemand.maximum", 1);

        Backup[] later = await BackUpAsync(store, 2);

        Assert.Equal([later[1].Id, scheduled.Id], await IdsAsync(store));
    }

    [Fact]
    public async Task The_newest_whole_one_stays_beyond_the_number_retained()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, 3);
        Change(store, "UPDATE backup SET problem_count = 1, problems = '[\"a: gone\"]' WHERE id = @id", backups[2]);
        await SetAsync(store, "onDemand.retain", 1);

        RetentionResult result = await store.Local.DoAsync(s_expired);

        Assert.Equal([null, null, "onDemand.retain is 1"], result.Backups.Select(backup => backup.DeletionReason));
        Assert.Equal([backups[2].Id, backups[1].Id], await IdsAsync(store));
    }

    [Fact]
    public async Task One_that_has_reached_its_age_goes_even_as_the_last()
    {
        await using Store store = await Store.CreateAsync("alice");
        await SetAsync(store, "onDemand.ttlDays", 3);
        await BackUpAsync(store, 1);

        RetentionResult early = await store.Local.DoAsync(s_expired);
        store.Clock.Advance(TimeSpan.FromDays(2));
        RetentionResult preview = await store.Local.DoAsync(s_expired with { Mode = WorkMode.Preview });
        RetentionResult late = await store.Local.DoAsync(s_expired);

        Assert.Equal(["no rule ends it"], early.Backups[0].Reasons);
        Assert.Equal((0, 1, "onDemand.ttlDays is 3"), (preview.Kept, preview.Deleted, preview.Backups[0].DeletionReason));
        Assert.Equal((0, 1), (late.Kept, late.Deleted));
        Assert.Empty(await IdsAsync(store));
    }

    [Fact]
    public async Task Nothing_leaves_by_a_clock_that_is_not_believed_and_the_backup_is_taken_all_the_same()
    {
        await using Store store = await Store.CreateAsync("alice");
        await SetAsync(store, "onDemand.retain", 1);
        await BackUpAsync(store, 1);
        store.Clock.Advance(TimeSpan.FromDays(400));
        long before = await store.AuditEndAsync();

        await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal(2, (await IdsAsync(store)).Count);
        Assert.Contains(await store.AuditAsync(before), one => one.Outcome == AuditOutcome.Failed && one.Reason!.StartsWith("afterwards: Nothing is deleted", StringComparison.Ordinal));
        await SetAsync(store, "onDemand.maximum", 2);
        await store.Local.RefusedAsync("QuotaExceeded", new BackupAccount(s_alice, []));
    }

    [Fact]
    public async Task All_accounts_excludes_go_before_an_accounts_own_which_may_take_back()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Write("alice", "a.log", "noise");
        store.Write("alice", "b.log", "noise");
        await store.Local.DoAsync(new UpdateSetting("excludes", ["*.log", "public_html/"]));
        await store.Local.DoAsync(new UpdateAccount(s_alice, null, null, null, null, ["!b.log"]));

        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        List<BackupFileEntry> files = await store.Local.ListAsync(new ListBackupFiles(new BackupReference(backup), BackupItem.HomeDirectory, "", BrowseDepth.All));
        Assert.Equal(["b.log"], files.Select(file => file.Path));
        await store.Local.RefusedAsync("InvalidValue", new UpdateSetting("excludes", ["*.log", "[a"]));
    }

    private static Task<Setting> SetAsync(Store store, string name, int value) =>
        store.Local.DoAsync(new UpdateSetting(name, [value.ToString(System.Globalization.CultureInfo.InvariantCulture)]));

    private static async Task<Backup[]> BackUpAsync(Store store, int days)
    {
        List<Backup> backups = [];
        for (int day = 0; day < days; day++)
        {
            backups.Add(await store.Local.DoAsync(new BackupAccount(s_alice, [])));
            store.Clock.Advance(TimeSpan.FromDays(1));
        }

        return [.. backups];
    }

    private static void Change(Store store, string sql, Backup backup)
    {
        using var transaction = store.Database.BeginImmediate();
        transaction.Execute(sql, new { id = backup.Id.ToString() });
        transaction.Commit();
    }

    private static async Task<IReadOnlyList<Guid>> IdsAsync(Store store) =>
        [.. (await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null))).Select(backup => backup.Id)];

    private static string SnapshotOf(Store store, Backup backup) =>
        Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString(), "snapshots", backup.Snapshot);
}
