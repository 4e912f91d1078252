using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>Deleting backups.</summary>
public sealed class DeleteTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_deleted_backup_is_gone_from_the_catalogue_and_the_repository()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup deleted = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup kept = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        long before = await store.AuditEndAsync();

        Backup result = await store.Local.DoAsync(new DeleteBackup(new BackupReference(deleted)));

        Assert.Equal(deleted.Id, result.Id);
        Assert.Equal([kept.Id], (await ListAsync(store)).Select(backup => backup.Id));
        Assert.Equal(["deleteBackup Attempted", "deleteBackup Succeeded"], (await store.AuditAsync(before)).Select(one => $"{one.Operation} {one.Outcome}"));
        Assert.Equal(CatalogueOutcome.Unchanged, (await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply))).Outcome);
        await store.Local.RefusedAsync("NotFound", new DeleteBackup(new BackupReference(deleted)));
    }

    [Fact]
    public async Task A_locked_backup_is_never_deleted_until_its_lock_ends()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new LockBackup(new BackupReference(backup), "audit", store.Clock.GetUtcNow().AddHours(1)));

        await store.Local.RefusedAsync("LockedBackup", new DeleteBackup(new BackupReference(backup)));
        Assert.True(File.Exists(SnapshotOf(store, backup)));
        store.Clock.Advance(TimeSpan.FromHours(2));
        await store.Local.DoAsync(new DeleteBackup(new BackupReference(backup)));

        Assert.False(File.Exists(SnapshotOf(store, backup)));
    }

    [Fact]
    public async Task Nothing_is_deleted_by_a_clock_that_is_not_believed()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromDays(400));

        await store.Local.RefusedAsync("ClockNotTrusted", new DeleteBackup(new BackupReference(backup)));

        Assert.True(File.Exists(SnapshotOf(store, backup)));
        Assert.Single(await ListAsync(store));
    }

    [Fact]
    public async Task A_deletion_killed_half_way_is_finished_by_the_next()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        File.Delete(SnapshotOf(store, backup));

        await store.Local.DoAsync(new DeleteBackup(new BackupReference(backup)));

        Assert.Empty(await ListAsync(store));
    }

    private static string SnapshotOf(Store store, Backup backup) =>
        Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString(), "snapshots", backup.Snapshot);

    private static Task<List<Backup>> ListAsync(Store store) => store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null));
}
