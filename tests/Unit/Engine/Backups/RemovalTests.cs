using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;
using BackupAccess.Repository;
using BackupAccess.Repository.Retention;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>A backup leaves in three steps: marked, gone from the repository, gone from the catalogue.</summary>
public sealed class RemovalTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_storage_that_hangs_holds_nobody_up_but_who_would_lock_what_is_being_deleted()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup deleted = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup other = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        HeldStorage held = Hold(store, deleted);

        Task removal = RemoveAsync(store, deleted, held);
        await held.Reached;
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new LockBackup(new BackupReference(other), "audit", null));
        EngineException refusal = await store.Local.RefusedAsync("Conflict", new LockBackup(new BackupReference(deleted), "audit", null));
        held.Release();
        await removal;

        Assert.Contains($"\"{deleted.Id}\"", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([other.Id], (await ListAsync(store)).Select(backup => backup.Id));
        Assert.False(File.Exists(SnapshotOf(store, deleted)));
    }

    [Fact]
    public async Task A_storage_that_refuses_to_delete_leaves_a_backup_that_can_be_locked()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        HeldStorage held = Hold(store, backup);
        held.Fail(new StorageReadOnlyException("The storage is read-only."));

        await Assert.ThrowsAsync<StorageReadOnlyException>(() => RemoveAsync(store, backup, held));

        Assert.True((await store.Local.DoAsync(new LockBackup(new BackupReference(backup), "audit", null))).Locked);
    }

    [Fact]
    public async Task A_rebuilt_catalogue_keeps_what_a_removal_that_was_cut_off_left_and_drops_what_it_took()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup left = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup taken = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await CutOffAsync(store, left);
        await CutOffAsync(store, taken);
        File.Delete(SnapshotOf(store, taken));

        await store.Local.RefusedAsync("Conflict", new LockBackup(new BackupReference(left), "audit", null));
        CatalogueUpdate update = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));

        Assert.Equal([taken.Id], update.Removed);
        Assert.True((await store.Local.DoAsync(new LockBackup(new BackupReference(left), "audit", null))).Locked);
    }

    [Fact]
    public async Task Retention_judges_what_a_removal_that_was_cut_off_left_like_every_backup()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup older = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Backup newer = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await CutOffAsync(store, older);
        await CutOffAsync(store, newer);

        await store.Local.DoAsync(new ApplyRetention(s_alice, new RetentionPolicy { Last = 1 }, Kind: null, RetentionPrune.None, WorkMode.Apply));

        Assert.Equal([newer.Id], (await ListAsync(store)).Select(backup => backup.Id));
        Assert.True((await store.Local.DoAsync(new LockBackup(new BackupReference(newer), "audit", null))).Locked);
    }

    [Fact]
    public async Task A_removal_that_was_cut_off_is_finished_by_another()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await CutOffAsync(store, backup);

        await store.Local.DoAsync(new DeleteBackup(new BackupReference(backup)));

        Assert.Empty(await ListAsync(store));
        Assert.Equal(AuditOutcome.Succeeded, (await store.AuditAsync())[^1].Outcome);
    }

    /// <summary>Leaves what a process leaves that is killed while the storage deletes.</summary>
    private static async Task CutOffAsync(Store store, Backup backup)
    {
        HeldStorage held = Hold(store, backup);
        held.Fail(new StorageException("The storage is out of reach."));
        await Assert.ThrowsAsync<StorageException>(() => RemoveAsync(store, backup, held));
    }

    private static async Task RemoveAsync(Store store, Backup backup, IStorage storage)
    {
        EngineServices services = new(StateFolder.Open(store.StatePath, store.Clock), store.Clock, store.Boot);
        ExportedKey key = await store.Local.DoAsync(new ExportEncryptionKey(s_alice));
        await using ResticRepository repository = await ResticRepository.OpenAsync(storage, key.Password.Utf8, RepositoryOptions.Default, default);
        BackupSubject subject = SubjectOf(services, backup);
        await using WorkContext context = new(services, progress: null, (_, _, _) => { }) { Allows = _ => true, Principal = "tester" };
        await context.TakeLeaseAsync(subject.Account, "test", CancellationToken.None);
        await BackupRemoval.RemoveAsync(repository, context, subject, tell: _ => { }, CancellationToken.None);
    }

    private static BackupSubject SubjectOf(EngineServices services, Backup backup)
    {
        using StateConnection db = services.Database.Connect();
        return new BackupSubject(BackupStore.Find(db, backup.Id)!, AccountStore.Find(db, backup.AccountId)!);
    }

    private static HeldStorage Hold(Store store, Backup backup) => new(new LocalStorage(RepositoryOf(store, backup)));

    private static string SnapshotOf(Store store, Backup backup) => Path.Combine(RepositoryOf(store, backup), "snapshots", backup.Snapshot);

    private static string RepositoryOf(Store store, Backup backup) => Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString());

    private static Task<List<Backup>> ListAsync(Store store) => store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null));
}
