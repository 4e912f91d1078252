using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Tests.Audit;
using BackupAccess.Repository;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Tests.Catalogue;

/// <summary>The catalogue is an index of the repository: what others did to that is seen.</summary>
public sealed class RebuildCatalogueTests
{
    private const int Levels = 40;

    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_backup_removed_from_the_repository_leaves_the_catalogue()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup kept = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup removed = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new LockBackup(new BackupReference(removed), "audit", null));
        await UseAsync(store, repository => repository.RemoveSnapshotAsync(ObjectId.Parse(removed.Snapshot), default));

        CatalogueUpdate preview = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Preview));
        Assert.Equal(2, (await ListAsync(store)).Count);
        CatalogueUpdate update = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));

        Assert.Equal([removed.Id], preview.Removed);
        Assert.Equal([removed.Id], update.Removed);
        Assert.Contains("locked by \"local:tester\"", Assert.Single(update.Findings), StringComparison.Ordinal);
        Assert.Equal([kept.Id], (await ListAsync(store)).Select(backup => backup.Id));
        Assert.Equal(CatalogueOutcome.Unchanged, (await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply))).Outcome);
    }

    [Fact]
    public async Task An_inventory_tells_what_differs_and_changes_nothing_and_what_is_missing_can_be_deleted()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Backup kept = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup removed = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup unlisted = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup damaged = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        RepositoryInventory before = await store.Local.DoAsync(new InventoryRepository(s_alice));
        await UseAsync(store, repository => repository.RemoveSnapshotAsync(ObjectId.Parse(removed.Snapshot), default));
        store.Tamper($"DELETE FROM backup WHERE id = '{unlisted.Id}'");
        string snapshot = Path.Combine(store.StatePath, "repositories", damaged.AccountId.ToString(), "snapshots", damaged.Snapshot);
        File.Delete(snapshot);
        await File.WriteAllTextAsync(snapshot, "no snapshot");

        RepositoryInventory inventory = await store.Local.DoAsync(new InventoryRepository(s_alice));

        Assert.Equal((true, 4, 4), (before.Matches, before.Listed, before.Stored));
        Assert.Equal((false, 3, 3), (inventory.Matches, inventory.Listed, inventory.Stored));
        Assert.Equal([unlisted.Snapshot], inventory.Unlisted);
        Assert.Equal([removed.Id], inventory.Missing);
        Assert.Equal([damaged.Snapshot], inventory.Unreadable);
        Assert.Equal(new[] { kept.Id, removed.Id, damaged.Id }.Order(), (await ListAsync(store)).Select(backup => backup.Id).Order());

        await store.Local.DoAsync(new DeleteBackup(new BackupReference(removed)));
        Assert.Empty((await store.Local.DoAsync(new InventoryRepository(s_alice))).Missing);

        RepositoryInventory none = await store.Local.DoAsync(new InventoryRepository(new AccountReference("web01/bob")));
        Assert.Equal((true, 0, null), (none.Matches, none.Stored, none.Location));
    }

    [Fact]
    public async Task A_note_is_shown_and_stays_when_the_catalogue_is_rebuilt()
    {
        await using Store store = await Store.CreateAsync("alice");
        BackupReference backup = new(await store.Local.DoAsync(new BackupAccount(s_alice, [])));

        await store.Local.RefusedAsync("InvalidValue", new SetBackupNote(backup, "two\nlines"));
        await store.Local.RefusedAsync("InvalidValue", new SetBackupNote(backup, new string('x', 501)));
        Assert.Equal("before the move", (await store.Local.DoAsync(new SetBackupNote(backup, "before the move"))).Note);
        await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));
        Assert.Equal("before the move", Assert.Single(await ListAsync(store)).Note);

        await store.Local.DoAsync(new SetBackupNote(backup, ""));
        Assert.Null(Assert.Single(await ListAsync(store)).Note);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_named_and_stays_listed()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup damaged = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Backup whole = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string snapshot = Path.Combine(store.StatePath, "repositories", damaged.AccountId.ToString(), "snapshots", damaged.Snapshot);
        File.Delete(snapshot);
        await File.WriteAllTextAsync(snapshot, "no snapshot");

        CatalogueUpdate update = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));

        Assert.Contains(damaged.Snapshot, Assert.Single(update.Findings), StringComparison.Ordinal);
        Assert.Equal([whole.Id, damaged.Id], (await ListAsync(store)).Select(backup => backup.Id));
    }

    [Fact]
    public async Task A_backup_whose_tags_were_changed_is_the_same_backup()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new LockBackup(new BackupReference(backup), "audit", null));
        string retagged = await ReplaceAsync(store, backup, snapshot => snapshot with { Tags = [.. snapshot.Tags!, "more"] });

        CatalogueUpdate update = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));

        Assert.Equal([backup.Id], update.Changed);
        Backup now = Assert.Single(await ListAsync(store));
        Assert.Equal((backup.Id, retagged, true), (now.Id, now.Snapshot, now.Locked));
    }

    [Fact]
    public async Task A_snapshot_made_by_hand_is_listed_under_an_id_that_stays()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await ReplaceAsync(store, backup, snapshot => snapshot with { Tags = null, Summary = null, Original = null, Time = snapshot.Time.AddMinutes(1) });

        CatalogueUpdate first = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));
        CatalogueUpdate second = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));

        Assert.Equal(CatalogueOutcome.Unchanged, second.Outcome);
        Backup now = Assert.Single(await ListAsync(store));
        Assert.Equal((Assert.Single(first.Added), BackupKind.OnDemand, 1, backup.Size), (now.Id, now.Kind, now.Files, now.Size));
        Assert.NotEqual(backup.Id, now.Id);
    }

    [Fact]
    public async Task Folders_that_are_alike_a_million_million_times_are_counted_verified_and_listed_without_walking_each()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await UseAsync(store, async repository =>
        {
            await repository.LoadIndexAsync(default);
            Snapshot snapshot = await repository.LoadSnapshotAsync(ObjectId.Parse(backup.Snapshot), default);
            await repository.SaveSnapshotAsync(snapshot with { Tree = await DoubleAsync(repository, snapshot.Tree), Tags = null, Summary = null }, default);
        });

        CatalogueUpdate update = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));
        Backup doubled = await store.Local.DoAsync(new GetBackup(new BackupReference(Assert.Single(update.Added))));
        VerifyResult verified = await store.Local.DoAsync(new VerifyBackup(new BackupReference(doubled), VerifyDepth.Everything));
        BackupFileEntry? first = null;
        await foreach (BackupFileEntry entry in await store.Local.DoAsync(new ListBackupFiles(
            new BackupReference(doubled), BackupItem.HomeDirectory, string.Join('/', Enumerable.Repeat("*", Levels)), BrowseDepth.Children)))
        {
            first = entry;
            break;
        }

        Assert.Equal((1L << Levels, backup.Size << Levels), (doubled.Files, doubled.Size));
        Assert.True(verified.Passed);
        Assert.NotNull(first);
    }

    [Fact]
    public async Task A_snapshot_that_claims_another_accounts_backup_gets_an_id_of_its_own()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Backup alice = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup bob = await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
        await ReplaceAsync(store, alice, snapshot => snapshot with { Tags = [$"backup={bob.Id}", "kind=scheduled", "config=\u001bevil"] });

        CatalogueUpdate update = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));

        Guid added = Assert.Single(update.Added);
        Assert.NotEqual(bob.Id, added);
        Assert.Equal("web01/bob", (await store.Local.DoAsync(new GetBackup(new BackupReference(bob.Id)))).Account);
        Assert.Equal("\\u001bevil", (await store.Local.DoAsync(new GetBackup(new BackupReference(added)))).Configuration);
    }

    [Fact]
    public async Task A_repository_that_is_not_there_takes_nothing_from_the_catalogue()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string repository = Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString());
        Directory.Move(repository, repository + ".away");

        await store.Local.RefusedAsync("RepositoryDamaged", new RebuildCatalogue(s_alice, WorkMode.Apply));

        Assert.Single(await ListAsync(store));
    }

    [Fact]
    public async Task An_account_that_was_never_backed_up_has_an_empty_catalogue()
    {
        await using Store store = await Store.CreateAsync("alice");

        CatalogueUpdate update = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));

        Assert.Equal((CatalogueOutcome.Unchanged, 0), (update.Outcome, update.Backups));
    }

    private static Task<List<Backup>> ListAsync(Store store) => store.Local.ListAsync(new ListBackups(["web01/alice"], [], null, null, null, null, null));

    /// <summary>Does to a snapshot what restic does when its tags are changed; returns the new id.</summary>
    private static async Task<string> ReplaceAsync(Store store, Backup backup, Func<Snapshot, Snapshot> change)
    {
        string id = "";
        await UseAsync(store, async repository =>
        {
            Snapshot snapshot = await repository.LoadSnapshotAsync(ObjectId.Parse(backup.Snapshot), default);
            id = (await repository.SaveSnapshotAsync(change(snapshot with { Original = snapshot.Id }), default)).ToString();
            await repository.RemoveSnapshotAsync(snapshot.Id, default);
        });
        return id;
    }

    /// <summary>Below an item, as many levels of two folders each, both the same one, and a tree at the bottom of them.</summary>
    private static async Task<ObjectId> DoubleAsync(ResticRepository repository, ObjectId tree)
    {
        await using BlobWriter writer = repository.OpenWriter();
        Node FolderOf(string name) => new() { Name = FileName.Parse(name), Type = NodeType.Dir, Subtree = tree };
        for (int level = 0; level < Levels; level++)
        {
            tree = writer.Save(BlobType.Tree, Tree.Of([FolderOf("0"), FolderOf("1")]).ToJson()).Id;
        }

        tree = writer.Save(BlobType.Tree, Tree.Of([FolderOf("HomeDirectory")]).ToJson()).Id;
        await writer.FlushAsync(default);
        return tree;
    }

    private static async Task UseAsync(Store store, Func<ResticRepository, Task> use)
    {
        ExportedKey key = await store.Local.DoAsync(new ExportEncryptionKey(s_alice));
        await using ResticRepository repository = await ResticRepository.OpenAsync(new LocalStorage(key.Repository), key.Password.Utf8, RepositoryOptions.Default, default);
        await use(repository);
    }
}
