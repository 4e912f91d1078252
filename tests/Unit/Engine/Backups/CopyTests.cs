using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>Copies in another storage, and what they are good for when the first is lost.</summary>
public sealed class CopyTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_copy_is_made_once_and_holds_what_the_backup_does()
    {
        await using Store store = await StoreWithVaultAsync();
        store.Write("alice", "mail/inbox", string.Concat(Enumerable.Range(0, 20_000)));
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        BackupCopy first = await store.Local.DoAsync(new CopyBackup(new BackupReference(backup), "vault", WorkMode.Apply));
        BackupCopy second = await store.Local.DoAsync(new CopyBackup(new BackupReference(backup), "VAULT", WorkMode.Apply));

        Assert.Equal((backup.Id, "vault", false), (first.BackupId, first.Storage, first.WasThere));
        Assert.True(first.Added > 10_000, $"{first.Added} bytes were added");
        Assert.Equal((true, 0L, first.Snapshot), (second.WasThere, second.Added, second.Snapshot));
        Assert.True(File.Exists(Path.Combine(VaultOf(store), backup.AccountId.ToString(), "snapshots", first.Snapshot!)));
    }

    [Fact]
    public async Task A_preview_tells_what_a_copy_would_add_and_makes_nothing()
    {
        await using Store store = await StoreWithVaultAsync();
        store.Write("alice", "mail/inbox", string.Concat(Enumerable.Range(0, 20_000)));
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        CopyBackup preview = new(new BackupReference(backup), "vault", WorkMode.Preview);

        BackupCopy planned = await store.Local.DoAsync(preview);
        Assert.Empty(Directory.EnumerateFileSystemEntries(VaultOf(store)));
        BackupCopy copied = await store.Local.DoAsync(preview with { Mode = WorkMode.Apply });
        BackupCopy again = await store.Local.DoAsync(preview);
        store.Write("alice", "mail/sent", string.Concat(Enumerable.Range(20_000, 20_000)));
        Backup next = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        BackupCopy rest = await store.Local.DoAsync(preview with { Backup = new BackupReference(next) });

        Assert.Equal((false, null, copied.Added), (planned.WasThere, planned.Snapshot, planned.Added));
        Assert.Equal((true, copied.Snapshot, 0L), (again.WasThere, again.Snapshot, again.Added));
        Assert.InRange(rest.Added, 10_000, next.Added);
        await store.Local.RefusedAsync("NotFound", preview with { Storage = "nowhere" });
        await store.Local.DoAsync(new UpdateStorage("vault", StorageMode.ReadOnly, null, null, null));
        await store.Local.RefusedAsync("StorageReadOnly", preview);
    }

    [Fact]
    public async Task When_the_storage_is_lost_the_copy_takes_its_place()
    {
        await using Store store = await StoreWithVaultAsync();
        Backup copied = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Backup lost = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new LockBackup(new BackupReference(copied), "audit", null));
        await store.Local.DoAsync(new CopyBackup(new BackupReference(copied), "vault", WorkMode.Apply));
        Directory.Delete(Path.Combine(store.StatePath, "repositories"), recursive: true);

        CatalogueUpdate preview = await store.Local.DoAsync(new AdoptCopy(s_alice, "vault", WorkMode.Preview));
        CatalogueUpdate adopted = await store.Local.DoAsync(new AdoptCopy(s_alice, "vault", WorkMode.Apply));

        Assert.Equal([lost.Id], preview.Removed);
        Assert.Equal([lost.Id], adopted.Removed);
        Assert.Equal([copied.Id], adopted.Changed);
        Backup kept = Assert.Single(await ListAsync(store));
        Assert.Equal((copied.Id, copied.Created, true), (kept.Id, kept.Created, kept.Locked));
        File.Delete(Path.Combine(store.AccountsPath, "alice", "public_html", "index.php"));
        await store.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(kept), [], [])));
        Assert.Equal("<?php // alice", store.Read("alice", "public_html/index.php"));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Assert.True((await store.Local.DoAsync(new VerifyRepository(s_alice, VerifyDepth.Everything))).Passed);
    }

    [Theory]
    [InlineData("a-vault")]
    [InlineData("z-vault")]
    public async Task A_lost_database_comes_back_to_the_account_s_own_repository_not_to_a_copy(string vault)
    {
        await using Store store = await StoreWithVaultAsync(vault);
        await store.Local.DoAsync(new CreateStorage("middle", StorageKind.Folder, FolderFor(store, "middle"), StorageMode.ReadWrite, null, null, 0));
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), ConnectorOrigin.New, "bob");
        AccountReference bob = new("web02/bob");
        Backup first = await store.Local.DoAsync(new BackupAccount(bob, []));
        await store.Local.DoAsync(new CopyBackup(new BackupReference(first), vault, WorkMode.Apply));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Backup second = await store.Local.DoAsync(new BackupAccount(bob, []));
        Assert.Equal(2, (await ListAsync(store)).Count);
        Forget(store, second);

        IReadOnlyList<CatalogueUpdate> found = await store.Local.DoAsync(new AdoptAccounts(WorkMode.Apply));

        Assert.Equal(2, Assert.Single(found, update => update.Account == "web02/bob").Backups);
        await store.Local.DoAsync(new RebuildCatalogue(bob, WorkMode.Apply));
        Assert.Contains(second.Id, (await ListAsync(store)).Select(backup => backup.Id));
    }

    [Fact]
    public async Task A_locked_backup_that_was_never_copied_keeps_the_copy_from_taking_its_place()
    {
        await using Store store = await StoreWithVaultAsync();
        Backup copied = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup locked = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new LockBackup(new BackupReference(locked), "audit", null));
        await store.Local.DoAsync(new CopyBackup(new BackupReference(copied), "vault", WorkMode.Apply));

        await store.Local.RefusedAsync("LockedBackup", new AdoptCopy(s_alice, "vault", WorkMode.Apply));

        Assert.Contains(await ListAsync(store), backup => backup.Id == locked.Id && backup.Locked);
    }

    [Fact]
    public async Task No_backup_leaves_for_a_copy_by_a_clock_that_is_not_believed()
    {
        await using Store store = await StoreWithVaultAsync();
        Backup copied = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new CopyBackup(new BackupReference(copied), "vault", WorkMode.Apply));
        store.Clock.Advance(TimeSpan.FromDays(400));

        await store.Local.RefusedAsync("ClockNotTrusted", new AdoptCopy(s_alice, "vault", WorkMode.Apply));

        Assert.Equal(2, (await ListAsync(store)).Count);
    }

    [Fact]
    public async Task What_leaves_for_a_copy_and_the_storage_stand_in_the_audit_log()
    {
        await using Store store = await StoreWithVaultAsync();
        Backup copied = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup lost = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new CopyBackup(new BackupReference(copied), "vault", WorkMode.Apply));
        long before = await store.AuditEndAsync();

        await store.Local.DoAsync(new AdoptCopy(s_alice, "vault", WorkMode.Apply));

        Assert.Equal(
            ["from storage \"vault\"", "it is not in storage \"vault\"", "from storage \"vault\""],
            (await store.AuditAsync(before)).Select(one => one.Reason));
        Assert.Equal(lost.Id.ToString(), (await store.AuditAsync(before))[1].ObjectId);
    }

    [Fact]
    public async Task An_own_repository_that_can_not_be_opened_at_the_moment_does_not_lose_to_a_copy()
    {
        await using Store store = await StoreWithVaultAsync();
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new CopyBackup(new BackupReference(backup), "vault", WorkMode.Apply));
        Forget(store, backup);
        string config = Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString(), "config");
        File.Move(config, $"{config}.away");

        CatalogueUpdate failed = Assert.Single(await store.Local.DoAsync(new AdoptAccounts(WorkMode.Apply)));
        File.Move($"{config}.away", config);
        CatalogueUpdate adopted = Assert.Single(await store.Local.DoAsync(new AdoptAccounts(WorkMode.Apply)));

        Assert.Equal(CatalogueOutcome.Failed, failed.Outcome);
        Assert.Contains("\"vault\"", Assert.Single(failed.Findings), StringComparison.Ordinal);
        Assert.Equal((CatalogueOutcome.Adopted, 1), (adopted.Outcome, adopted.Backups));
        Assert.Contains("taken from \"default\"", adopted.Findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_goes_to_another_storage_that_is_there_and_can_be_written()
    {
        await using Store store = await StoreWithVaultAsync();
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        await store.Local.RefusedAsync("InvalidValue", new CopyBackup(new BackupReference(backup), "default", WorkMode.Apply));
        await store.Local.RefusedAsync("NotFound", new CopyBackup(new BackupReference(backup), "nowhere", WorkMode.Apply));
        await store.Local.RefusedAsync("RepositoryDamaged", new AdoptCopy(s_alice, "vault", WorkMode.Apply));
        await store.Local.DoAsync(new UpdateStorage("vault", StorageMode.ReadOnly, null, null, null));
        await store.Local.RefusedAsync("StorageReadOnly", new CopyBackup(new BackupReference(backup), "vault", WorkMode.Apply));

        Assert.Single(await ListAsync(store));
    }

    private static string VaultOf(Store store) => Path.Combine(store.Root, "vault");

    private static async Task<Store> StoreWithVaultAsync(string name = "vault")
    {
        Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateStorage(name, StorageKind.Folder, FolderFor(store, name), StorageMode.ReadWrite, null, null, 0));
        return store;
    }

    private static string FolderFor(Store store, string name) => Directory.CreateDirectory(Path.Combine(store.Root, name)).FullName;

    /// <summary>Takes the account out of the state, as if that had been lost.</summary>
    private static void Forget(Store store, Backup backup)
    {
        using var transaction = store.Database.BeginImmediate();
        foreach (string table in new[] { "backup", "repository", "record_due", "account_lease" })
        {
            transaction.Execute($"DELETE FROM {table} WHERE account_id = @id", new { id = backup.AccountId.ToString() });
        }

        transaction.Execute("DELETE FROM account WHERE id = @id", new { id = backup.AccountId.ToString() });
        transaction.Commit();
    }

    private static Task<List<Backup>> ListAsync(Store store) => store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null));
}
