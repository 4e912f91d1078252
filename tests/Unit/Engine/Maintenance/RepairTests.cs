using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Maintenance;

/// <summary>Repairs: what is left is kept, what is lost is named, and no damaged backup passes for whole.</summary>
public sealed class RepairTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_whole_repository_stays_as_it_is()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string[] before = FilesOf(store, backup);

        RepairResult result = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Data, WorkMode.Apply));

        Assert.Equal((0, 0, 0), (result.PacksFound, result.PacksMissing, result.PacksDamaged));
        Assert.Empty(result.Backups);
        Assert.Empty(result.Findings);
        Assert.Equal(before, FilesOf(store, backup));
    }

    [Fact]
    public async Task A_lost_index_is_made_anew_and_no_backup_loses_anything()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Directory.Delete(Path.Combine(RepositoryOf(store, backup), "index"), recursive: true);

        RepairResult result = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply));

        Assert.True(result.PacksFound > 0);
        Assert.Empty(result.Backups);
        Assert.True((await store.Local.DoAsync(new VerifyRepository(s_alice, VerifyDepth.Everything))).Passed);
    }

    [Fact]
    public async Task A_backup_that_lost_a_file_s_data_holds_the_rest_and_is_partial()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup whole = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup damaged = await BackUpInboxAsync(store);
        LargestPackOf(store, damaged).Delete();
        long before = await store.AuditEndAsync();

        RepairResult preview = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Preview));
        Assert.Equal(damaged.Snapshot, (await GetAsync(store, damaged)).Snapshot);
        RepairResult result = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply));

        RepairedBackup repaired = Assert.Single(result.Backups);
        Assert.Equal(preview.Backups.Select(backup => backup.BackupId), result.Backups.Select(backup => backup.BackupId));
        Assert.Equal((damaged.Id, RepairOutcome.Repaired, 1, 1), (repaired.BackupId, repaired.Outcome, repaired.LossCount, result.PacksMissing));
        Assert.StartsWith("HomeDirectory/mail/inbox: ", Assert.Single(repaired.Losses), StringComparison.Ordinal);
        Assert.True(repaired.BytesLost > 50_000, $"{repaired.BytesLost} bytes were lost");
        Backup now = await GetAsync(store, damaged);
        Assert.True(now.Partial);
        Assert.Equal(repaired.Losses, now.Problems);
        Assert.False((await GetAsync(store, whole)).Partial);
        Assert.True((await store.Local.DoAsync(new VerifyRepository(s_alice, VerifyDepth.Everything))).Passed);
        Assert.Contains(await store.AuditAsync(before), one => one.ObjectId == damaged.Id.ToString() && one.Outcome == AuditOutcome.Succeeded && one.Operation == "repairRepository");
        Assert.Equal(CatalogueOutcome.Unchanged, (await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply))).Outcome);
    }

    [Fact]
    public async Task Damage_within_a_pack_is_found_by_reading_it_and_what_is_whole_is_saved()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup damaged = await BackUpInboxAsync(store);
        Flip(LargestPackOf(store, damaged));

        RepairResult superficial = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply));
        RepairResult thorough = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Data, WorkMode.Apply));

        Assert.Empty(superficial.Backups);
        Assert.Equal((1, RepairOutcome.Repaired), (thorough.PacksDamaged, Assert.Single(thorough.Backups).Outcome));
        Assert.Single(thorough.Findings);
        Assert.True((await store.Local.DoAsync(new VerifyRepository(s_alice, VerifyDepth.Everything))).Passed);
        File.Delete(Path.Combine(store.AccountsPath, "alice", "public_html", "index.php"));
        await store.Local.DoAsync(new RestoreKeep(new RestoreSelection(null, new BackupReference(damaged.Id), [], [])));
        Assert.Equal("<?php // alice", store.Read("alice", "public_html/index.php"));
    }

    [Fact]
    public async Task A_locked_backup_stays_as_it_is_and_is_named()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup damaged = await BackUpInboxAsync(store);
        await store.Local.DoAsync(new LockBackup(new BackupReference(damaged), "audit", null));
        LargestPackOf(store, damaged).Delete();

        RepairResult result = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply));

        Assert.Equal(RepairOutcome.Locked, Assert.Single(result.Backups).Outcome);
        Backup now = await GetAsync(store, damaged);
        Assert.Equal((damaged.Snapshot, false), (now.Snapshot, now.Partial));
    }

    [Fact]
    public async Task A_backup_that_is_locked_while_a_repair_runs_stays_as_it_is()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup damaged = await BackUpInboxAsync(store);
        LargestPackOf(store, damaged).Delete();
        LockWhen locker = new(store, damaged, "Walking backups");

        RepairResult result = await store.Local.InvokeAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply), locker, CancellationToken.None);

        Assert.Equal(RepairOutcome.Locked, Assert.Single(result.Backups).Outcome);
        Backup now = await GetAsync(store, damaged);
        Assert.Equal((damaged.Snapshot, true), (now.Snapshot, now.Locked));
        Assert.Equal([damaged.Snapshot], Directory.EnumerateFiles(Path.Combine(RepositoryOf(store, damaged), "snapshots")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_damaged_snapshot_that_is_no_listed_backup_is_named_and_stays()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup unlisted = await BackUpInboxAsync(store);
        LargestPackOf(store, unlisted).Delete();
        using (var transaction = store.Database.BeginImmediate())
        {
            transaction.Execute("DELETE FROM backup WHERE id = @id", new { id = unlisted.Id.ToString() });
            transaction.Commit();
        }

        RepairResult result = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply));

        Assert.Empty(result.Backups);
        Assert.Contains(unlisted.Snapshot, Assert.Single(result.Findings), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(RepositoryOf(store, unlisted), "snapshots", unlisted.Snapshot)));
    }

    [Fact]
    public async Task A_backup_whose_snapshot_is_gone_is_named()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup lost = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        File.Delete(Path.Combine(RepositoryOf(store, lost), "snapshots", lost.Snapshot));

        RepairedBackup named = Assert.Single((await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply))).Backups);

        Assert.Equal((lost.Id, RepairOutcome.Unreadable), (named.BackupId, named.Outcome));
    }

    [Fact]
    public async Task A_backup_of_which_nothing_can_be_read_is_named_and_stays()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup damaged = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string snapshot = Path.Combine(RepositoryOf(store, damaged), "snapshots", damaged.Snapshot);
        File.Delete(snapshot);
        await File.WriteAllTextAsync(snapshot, "no snapshot");

        RepairResult result = await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply));

        Assert.Equal((damaged.Id, RepairOutcome.Unreadable), (Assert.Single(result.Backups).BackupId, result.Backups[0].Outcome));
        Assert.True(File.Exists(snapshot));
        await GetAsync(store, damaged);
    }

    [Fact]
    public async Task Nothing_is_repaired_by_a_clock_that_is_not_believed()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromDays(400));

        await store.Local.RefusedAsync("ClockNotTrusted", new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply));
        await store.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Preview));
    }

    /// <summary>Locks a backup the first time that work is at a step.</summary>
    private sealed class LockWhen(Store store, Backup backup, string step) : IProgress<WorkProgress>
    {
        private int _isDone;

        public void Report(WorkProgress value)
        {
            if (value.Stage == step && Interlocked.Exchange(ref _isDone, 1) == 0)
            {
                store.Local.DoAsync(new LockBackup(new BackupReference(backup), "audit", null)).GetAwaiter().GetResult();
            }
        }
    }

    private static async Task<Backup> BackUpInboxAsync(Store store)
    {
        store.Write("alice", "mail/inbox", string.Concat(Enumerable.Range(0, 20_000)));
        return await store.Local.DoAsync(new BackupAccount(s_alice, []));
    }

    private static Task<Backup> GetAsync(Store store, Backup backup) => store.Local.DoAsync(new GetBackup(new BackupReference(backup.Id)));

    private static string RepositoryOf(Store store, Backup backup) => Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString());

    private static string[] FilesOf(Store store, Backup backup) =>
        [.. Directory.EnumerateFiles(RepositoryOf(store, backup), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static FileInfo LargestPackOf(Store store, Backup backup) =>
        new DirectoryInfo(Path.Combine(RepositoryOf(store, backup), "data")).EnumerateFiles("*", SearchOption.AllDirectories).MaxBy(file => file.Length)!;

    private static void Flip(FileInfo pack)
    {
        File.SetUnixFileMode(pack.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using FileStream file = pack.Open(FileMode.Open, FileAccess.ReadWrite);
        file.Position = pack.Length / 3;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 0xff));
    }
}
