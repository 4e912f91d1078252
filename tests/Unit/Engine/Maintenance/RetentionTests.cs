using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Engine.Tests.Maintenance;

/// <summary>Retention: what no rule keeps goes, locked backups never.</summary>
public sealed class RetentionTests
{
    private static readonly AccountReference s_alice = new("web01/alice");
    private static readonly RetentionPolicy s_last = new() { Last = 1 };

    [Fact]
    public async Task What_no_rule_keeps_is_deleted_from_the_catalogue_and_the_repository()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, days: 3);

        RetentionResult result = await store.Local.DoAsync(Apply(s_last));

        Assert.Equal((1, 2), (result.Kept, result.Deleted));
        Assert.Equal([backups[2].Id, backups[1].Id, backups[0].Id], result.Backups.Select(backup => backup.BackupId));
        Assert.Equal(["last"], result.Backups[0].Reasons);
        Assert.Equal([backups[2].Id], await IdsAsync(store));
        Assert.Equal([backups[2].Snapshot], SnapshotsOf(store, backups[0]));
    }

    [Fact]
    public async Task Each_deletion_is_written_into_the_audit_log()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, days: 2);
        long before = await store.AuditEndAsync();

        await store.Local.DoAsync(Apply(s_last));

        IReadOnlyList<AuditEvent> events = await store.AuditAsync(before);
        Assert.Equal(["Attempted account", "Succeeded backup", "Succeeded account"], events.Select(one => $"{one.Outcome} {one.ObjectKind}"));
        Assert.Equal(backups[0].Id.ToString(), events[1].ObjectId);
        Assert.All(events, one => Assert.Equal("applyRetention", one.Operation));
    }

    [Fact]
    public async Task A_preview_tells_the_same_and_changes_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        await BackUpAsync(store, days: 3);

        RetentionResult preview = await store.Local.DoAsync(Apply(s_last) with { Prune = RetentionPrune.Prune, Mode = WorkMode.Preview });

        Assert.Equal((1, 2, null), (preview.Kept, preview.Deleted, preview.BytesFreed));
        Assert.Equal(3, (await IdsAsync(store)).Count);
    }

    [Fact]
    public async Task A_locked_backup_stays_until_its_lock_ends()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, days: 2);
        await store.Local.DoAsync(new LockBackup(new BackupReference(backups[0]), "audit", store.Clock.GetUtcNow().AddHours(1)));

        RetentionResult locked = await store.Local.DoAsync(Apply(s_last));
        store.Clock.Advance(TimeSpan.FromHours(2));
        RetentionResult ended = await store.Local.DoAsync(Apply(s_last));

        Assert.Equal((2, 0), (locked.Kept, locked.Deleted));
        Assert.Equal(["locked"], locked.Backups[1].Reasons);
        Assert.Equal((1, 1), (ended.Kept, ended.Deleted));
    }

    [Fact]
    public async Task A_backup_under_a_legal_hold_stays_whoever_unlocks_it()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, days: 2);
        BackupReference oldest = new(backups[0]);
        await store.Local.DoAsync(new LockBackup(oldest, null, null));
        await store.Local.DoAsync(new HoldBackup(oldest, "case 12", null));
        await store.Local.DoAsync(new UnlockBackup(oldest));

        RetentionResult held = await store.Local.DoAsync(Apply(s_last));
        await store.Local.DoAsync(new ReleaseHold(oldest));
        RetentionResult released = await store.Local.DoAsync(Apply(s_last));

        Assert.Equal((2, 0), (held.Kept, held.Deleted));
        Assert.Equal((1, 1), (released.Kept, released.Deleted));
    }

    [Fact]
    public async Task Kinds_do_not_count_towards_each_other()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, days: 3);
        Change(store, "UPDATE backup SET kind = 'Scheduled' WHERE id = @id", backups[0], backups[1]);

        RetentionResult onDemand = await store.Local.DoAsync(Apply(s_last) with { Kind = BackupKind.OnDemand, Mode = WorkMode.Preview });
        RetentionResult each = await store.Local.DoAsync(Apply(s_last));

        Assert.Equal((1, 0), (onDemand.Kept, onDemand.Deleted));
        Assert.Equal((2, 1), (each.Kept, each.Deleted));
        Assert.Equal([backups[2].Id, backups[1].Id], await IdsAsync(store));
    }

    [Fact]
    public async Task A_prune_gives_the_room_back_after_the_quarantine()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Write("alice", "film", new string('a', 100_000) + string.Concat(Enumerable.Range(0, 100_000)));
        await BackUpAsync(store, days: 1);
        File.Delete(Path.Combine(store.AccountsPath, "alice", "film"));
        await BackUpAsync(store, days: 1);

        RetentionResult first = await store.Local.DoAsync(Apply(s_last) with { Prune = RetentionPrune.Prune });
        store.Clock.Advance(TimeSpan.FromHours(25));
        RetentionResult second = await store.Local.DoAsync(Apply(s_last) with { Prune = RetentionPrune.Prune });

        Assert.Equal((1, 0L), (first.Deleted, first.BytesFreed));
        Assert.True(first.PacksQuarantined > 0);
        Assert.Equal((0, 0), (second.Deleted, second.PacksQuarantined));
        Assert.True(second.BytesFreed > 50_000, $"{second.BytesFreed} bytes were freed");
        Assert.True((await store.Local.DoAsync(new VerifyRepository(s_alice, VerifyDepth.Everything))).Passed);
    }

    [Fact]
    public async Task A_clock_moved_by_just_under_a_day_ends_no_quarantine()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Boot.Moment = new BootMoment("one", TimeSpan.FromHours(5));
        store.Write("alice", "film", new string('a', 100_000) + string.Concat(Enumerable.Range(0, 100_000)));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        File.Delete(Path.Combine(store.AccountsPath, "alice", "film"));
        Pass(store, TimeSpan.FromMinutes(1));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        ApplyRetention prune = Apply(s_last) with { Prune = RetentionPrune.Prune };
        int aside = (await store.Local.DoAsync(prune)).PacksQuarantined!.Value;

        Pass(store, TimeSpan.FromHours(2));
        store.Clock.Advance(TimeSpan.FromHours(23.9));
        RetentionResult moved = await store.Local.DoAsync(prune);
        Pass(store, TimeSpan.FromHours(22.1));
        RetentionResult after = await store.Local.DoAsync(prune);

        Assert.True(aside > 0);
        Assert.Equal((aside, 0L), (moved.PacksQuarantined, moved.BytesFreed));
        Assert.Equal(0, after.PacksQuarantined);
        Assert.True(after.BytesFreed > 50_000, $"{after.BytesFreed} bytes were freed");
    }

    [Fact]
    public async Task A_clock_moved_while_the_machine_was_off_ends_no_quarantine_before_the_new_run_has_lasted_as_long()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Boot.Moment = new BootMoment("one", TimeSpan.FromHours(5));
        store.Write("alice", "film", new string('a', 100_000));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        File.Delete(Path.Combine(store.AccountsPath, "alice", "film"));
        Pass(store, TimeSpan.FromMinutes(1));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        ApplyRetention prune = Apply(s_last) with { Prune = RetentionPrune.Prune };
        int? aside = (await store.Local.DoAsync(prune)).PacksQuarantined;

        store.Clock.Advance(TimeSpan.FromDays(20));
        store.Boot.Moment = new BootMoment("two", TimeSpan.FromMinutes(1));
        RetentionResult restarted = await store.Local.DoAsync(prune);
        Pass(store, TimeSpan.FromHours(25));
        RetentionResult after = await store.Local.DoAsync(prune);

        Assert.Equal((aside, 0), (restarted.PacksQuarantined, after.PacksQuarantined));
    }

    [Fact]
    public async Task Nothing_is_deleted_by_a_clock_that_is_not_believed()
    {
        await using Store store = await Store.CreateAsync("alice");
        await BackUpAsync(store, days: 2);
        store.Clock.Advance(TimeSpan.FromDays(400));

        await store.Local.RefusedAsync("ClockNotTrusted", Apply(s_last));
        await store.Local.RefusedAsync("ClockNotTrusted", Apply(new RetentionPolicy { Last = 9 }) with { Prune = RetentionPrune.Prune });

        Assert.Equal(2, (await IdsAsync(store)).Count);
    }

    [Fact]
    public async Task A_policy_without_a_rule_or_with_tags_is_refused()
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("InvalidValue", Apply(new RetentionPolicy()));
        await store.Local.RefusedAsync("InvalidValue", Apply(new RetentionPolicy { Tags = [["kind=ondemand"]] }));
    }

    [Fact]
    public async Task A_backup_that_the_repository_lost_counts_for_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, days: 3);
        File.Delete(Path.Combine(store.StatePath, "repositories", backups[2].AccountId.ToString(), "snapshots", backups[2].Snapshot));

        RetentionResult result = await store.Local.DoAsync(Apply(s_last));

        Assert.Equal([["not in the repository"], ["last"], []], result.Backups.Select(backup => backup.Reasons));
        Assert.Equal([backups[1].Snapshot], SnapshotsOf(store, backups[0]));
    }

    [Fact]
    public async Task The_newest_whole_backup_stays_however_many_partial_ones_are_newer()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, days: 4);
        Change(store, "UPDATE backup SET problem_count = 1, problems = '[\"a: gone\"]' WHERE id = @id", backups[2], backups[3]);

        RetentionResult result = await store.Local.DoAsync(Apply(s_last));

        Assert.Equal([["last"], [], ["newest whole"], []], result.Backups.Select(backup => backup.Reasons));
        Assert.Equal([backups[3].Id, backups[1].Id], await IdsAsync(store));
    }

    [Fact]
    public async Task A_snapshot_that_two_backups_stand_under_stays_with_the_other()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup[] backups = await BackUpAsync(store, days: 2);
        using (var transaction = store.Database.BeginImmediate())
        {
            transaction.Execute("UPDATE backup SET snapshot = @Snapshot", new { backups[1].Snapshot });
            transaction.Commit();
        }

        await store.Local.DoAsync(new LockBackup(new BackupReference(backups[1]), "audit", null));
        await store.Local.DoAsync(new DeleteBackup(new BackupReference(backups[0])));

        Assert.Contains(backups[1].Snapshot, SnapshotsOf(store, backups[1]));
        Assert.True((await store.Local.DoAsync(new VerifyBackup(new BackupReference(backups[1]), VerifyDepth.Everything))).Passed);
    }

    [Fact]
    public async Task The_audit_log_tells_the_policy_and_a_preview_from_the_act()
    {
        await using Store store = await Store.CreateAsync("alice");
        await BackUpAsync(store, days: 1);
        long before = await store.AuditEndAsync();
        RetentionPolicy policy = new() { Last = 3, Daily = 14, Within = CalendarDuration.Parse("2d") };

        await store.Local.DoAsync(Apply(policy) with { Mode = WorkMode.Preview });
        await store.Local.DoAsync(Apply(policy) with { Prune = RetentionPrune.Prune });

        Assert.Equal(
            ["preview", "preview", "keep last 3, daily 14, within 2d; prune", "keep last 3, daily 14, within 2d; prune"],
            (await store.AuditAsync(before)).Select(one => one.Reason));
    }

    [Fact]
    public async Task An_account_that_was_never_backed_up_has_nothing_to_delete_or_prune()
    {
        await using Store store = await Store.CreateAsync("alice");

        RetentionResult result = await store.Local.DoAsync(Apply(s_last) with { Prune = RetentionPrune.Prune });

        Assert.Equal((0, 0, null), (result.Kept, result.Deleted, result.BytesFreed));
    }

    private static ApplyRetention Apply(RetentionPolicy policy) => new(s_alice, policy, Kind: null, RetentionPrune.None, WorkMode.Apply);

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

    private static void Change(Store store, string sql, params Backup[] backups)
    {
        using var transaction = store.Database.BeginImmediate();
        foreach (Backup backup in backups)
        {
            transaction.Execute(sql, new { id = backup.Id.ToString() });
        }

        transaction.Commit();
    }

    private static async Task<IReadOnlyList<Guid>> IdsAsync(Store store) =>
        [.. (await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null))).Select(backup => backup.Id)];

    private static IEnumerable<string> SnapshotsOf(Store store, Backup backup) =>
        Directory.EnumerateFiles(Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString(), "snapshots")).Select(file => Path.GetFileName(file));

    /// <summary>Time passes by every clock.</summary>
    private static void Pass(Store store, TimeSpan by)
    {
        store.Clock.Advance(by);
        BootMoment now = store.Boot.Moment!.Value;
        store.Boot.Moment = now with { Uptime = now.Uptime + by };
    }
}
