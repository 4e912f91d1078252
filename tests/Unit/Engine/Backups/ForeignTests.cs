using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>What a stock restic put into an account's repository: listed, looked into and restored, and no rotation's to take.</summary>
public sealed class ForeignTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [SkippableFact]
    public async Task What_a_stock_restic_backed_up_is_listed_looked_into_and_restored_into_a_folder()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup foreign = await BackUpByResticAsync(store);
        string folder = Path.Combine(store.Root, "out");
        string site = store.Root.Trim('/') + "/srv/site";

        Assert.Equal((BackupKind.Foreign, 1L), (foreign.Kind, foreign.Files));
        Assert.Equal(BackupItem.Files, Assert.Single(await store.Local.DoAsync(new ListBackupItems(new BackupReference(foreign)))).Item);
        Assert.Contains($"{site}/page", (await ListAsync(store, foreign, "", BrowseDepth.All)).Select(entry => entry.Path));
        Assert.Equal($"{site}/page", Assert.Single(await ListAsync(store, foreign, $"{site}/p*", BrowseDepth.Children)).Path);
        await store.Local.DoAsync(new RestoreToFolder(new RestoreSelection(null, new BackupReference(foreign), [BackupItem.Files], [$"{site}/page"]), folder, RestoreConflict.Overwrite));
        Assert.Equal("by hand", await File.ReadAllTextAsync(Path.Combine(folder, site, "page")));
        Assert.True((await store.Local.DoAsync(new VerifyBackup(new BackupReference(foreign), VerifyDepth.Everything))).Passed);
    }

    [SkippableFact]
    public async Task What_another_program_made_is_not_the_latest_backup_and_does_not_go_into_the_home()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup foreign = await BackUpByResticAsync(store);
        string folder = Path.Combine(store.Root, "out");

        await store.Local.RefusedAsync("InvalidValue", new RestoreOverwrite(new RestoreSelection(null, new BackupReference(foreign), [], [])));
        await store.Local.RefusedAsync("NotFound", new RestoreToFolder(new RestoreSelection(null, new BackupReference(foreign), [BackupItem.HomeDirectory], []), folder, RestoreConflict.Overwrite));
        await store.Local.DoAsync(new RestoreToFolder(new RestoreSelection(s_alice, null, [], []), folder, RestoreConflict.Overwrite));

        Assert.Equal(["public_html"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        await store.Local.RefusedAsync("InvalidValue", new BackupAccount(s_alice, [BackupItem.Files]));
    }

    [SkippableFact]
    public async Task Retention_takes_what_another_program_made_only_when_told_and_never_when_it_is_locked()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup first = await BackUpByResticAsync(store);
        Backup second = await BackUpByResticAsync(store);
        RetentionPolicy last = new() { Last = 1 };

        RetentionResult rotation = await store.Local.DoAsync(new ApplyRetention(s_alice, last, Kind: null, RetentionPrune.Prune, WorkMode.Apply));
        Assert.All(rotation.Backups, backup => Assert.Equal(BackupKind.OnDemand, backup.Kind));
        Assert.Equal([first.Id, second.Id], (await ForeignAsync(store)).Select(backup => backup.Id));
        await store.Local.DoAsync(new LockBackup(new BackupReference(first), "audit", null));
        await store.Local.DoAsync(new ApplyRetention(s_alice, last, BackupKind.Foreign, RetentionPrune.None, WorkMode.Apply));
        Assert.Equal([first.Id, second.Id], (await ForeignAsync(store)).Select(backup => backup.Id));
        await store.Local.DoAsync(new UnlockBackup(new BackupReference(first)));
        await store.Local.DoAsync(new ApplyRetention(s_alice, last, BackupKind.Foreign, RetentionPrune.None, WorkMode.Apply));

        Assert.Equal([second.Id], (await ForeignAsync(store)).Select(backup => backup.Id));
    }

    [SkippableFact]
    public async Task What_another_program_made_keeps_its_id_and_its_kind_when_the_catalogue_is_rebuilt()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup foreign = await BackUpByResticAsync(store);
        await store.Local.DoAsync(new LockBackup(new BackupReference(foreign), "audit", null));

        CatalogueUpdate update = await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply));

        Backup now = Assert.Single(await ForeignAsync(store));
        Assert.Equal((CatalogueOutcome.Unchanged, foreign.Id, true), (update.Outcome, now.Id, now.Locked));
    }

    /// <summary>After a backup of the account's own, which makes the repository.</summary>
    private static async Task<Backup> BackUpByResticAsync(Store store)
    {
        Skip.IfNot(File.Exists("/usr/bin/restic"), "restic isn't installed here.");
        string site = Path.Combine(store.Root, "srv", "site");
        Directory.CreateDirectory(site);
        await File.WriteAllTextAsync(Path.Combine(site, "page"), "by hand");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        ExportedKey key = await store.Local.DoAsync(new ExportEncryptionKey(s_alice));
        RepositoryTests.Restic(key, "backup", "--host", "elsewhere", site);
        Guid added = Assert.Single((await store.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply))).Added);
        return await store.Local.DoAsync(new GetBackup(new BackupReference(added)));
    }

    private static Task<List<BackupFileEntry>> ListAsync(Store store, Backup backup, string path, BrowseDepth depth) =>
        store.Local.ListAsync(new ListBackupFiles(new BackupReference(backup), Item: null, path, depth));

    /// <summary>Oldest first.</summary>
    private static async Task<IEnumerable<Backup>> ForeignAsync(Store store) =>
        (await store.Local.ListAsync(new ListBackups([], [], BackupKind.Foreign, null, null, null, null))).OrderBy(backup => backup.Created);
}
