using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>Backups end to end, over real folders and a real repository.</summary>
public sealed class BackupTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_second_backup_of_unchanged_files_adds_no_data()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Write("alice", "mail/inbox", new string('x', 100_000));

        Backup first = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Backup second = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal((2, false, BackupKind.OnDemand, "web01/alice"), (first.Files, first.Partial, first.Kind, first.Account));
        Assert.True(first.Added > 0);
        Assert.Equal((0, first.Files, first.Size), (second.Added, second.Files, second.Size));
        Assert.Equal([second.Id, first.Id], (await ListAsync(store.Local)).Select(backup => backup.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_or_damaged_backup_keeps_no_later_one_from_being_taken(bool isLost)
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup damaged = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string snapshot = Path.Combine(store.StatePath, "repositories", damaged.AccountId.ToString(), "snapshots", damaged.Snapshot);
        File.Delete(snapshot);
        if (!isLost)
        {
            await File.WriteAllTextAsync(snapshot, "no snapshot");
        }

        Backup taken = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal((1, false), (taken.Files, taken.Partial));
    }

    [Fact]
    public async Task Excludes_take_effect_from_the_next_backup_on()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Write("alice", "debug.log", "noise");
        store.Write("alice", "tmp/scratch", "noise");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));

        await store.Local.DoAsync(new UpdateAccount(s_alice, null, null, null, null, ["*.log", "/tmp/"]));
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal(["public_html", "public_html/index.php"], await PathsAsync(store.Local, backup, "", BrowseDepth.All));
    }

    [Fact]
    public async Task A_backup_beyond_the_maximum_is_refused_and_makes_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new UpdateAccount(s_alice, null, 1, null, null, null));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));

        await store.Local.RefusedAsync("QuotaExceeded", new BackupAccount(s_alice, []));

        Assert.Single(await ListAsync(store.Local));
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_makes_the_backup_partial_and_is_named()
    {
        await using Store store = await Store.CreateAsync("alice");
        Directory.CreateDirectory(Path.Combine(store.AccountsPath, "alice", "proc"));
        File.CreateSymbolicLink(Path.Combine(store.AccountsPath, "alice", "proc", "link"), "/etc/shadow");
        string secret = Path.Combine(store.AccountsPath, "alice", "secret");
        await File.WriteAllTextAsync(secret, "x");
        File.SetUnixFileMode(secret, UnixFileMode.None);

        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal(!Environment.IsPrivilegedProcess, backup.Partial);
        BackupFileEntry link = Assert.Single(await store.Local.ListAsync(new ListBackupFiles(new BackupReference(backup), BackupItem.HomeDirectory, "proc", BrowseDepth.Children)));
        Assert.Equal((BackupFileType.SymbolicLink, "/etc/shadow"), (link.Type, link.LinkTarget));
    }

    [Fact]
    public async Task Files_are_browsed_by_folder_pattern_and_depth()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Write("alice", "public_html/img/a.png", "a");
        store.Write("alice", "public_html/img/b.jpg", "b");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Assert.Equal(["public_html"], await PathsAsync(store.Local, backup, "", BrowseDepth.Children));
        Assert.Equal(["public_html/img", "public_html/index.php"], await PathsAsync(store.Local, backup, "/public_html/", BrowseDepth.Children));
        Assert.Equal(["public_html/img/a.png"], await PathsAsync(store.Local, backup, "public_html/img/*.png", BrowseDepth.Children));
        Assert.Equal(
            ["public_html", "public_html/img", "public_html/img/a.png", "public_html/img/b.jpg", "public_html/index.php"],
            await PathsAsync(store.Local, backup, "", BrowseDepth.All));
    }

    [Theory]
    [InlineData("no/such/path", "NotFound")]
    [InlineData("public_html/index.php/below", "NotFound")]
    [InlineData("../bob", "InvalidValue")]
    [InlineData("public_html/../../etc", "InvalidValue")]
    [InlineData("a\0b", "InvalidValue")]
    public async Task A_path_that_is_not_in_the_backup_is_a_typed_error(string path, string errorId)
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        EngineException browse = await Assert.ThrowsAnyAsync<EngineException>(() => PathsAsync(store.Local, backup, path, BrowseDepth.Children));
        EngineException restore = await Assert.ThrowsAnyAsync<EngineException>(() =>
            store.Local.DoAsync(new RestoreKeep(new RestoreSelection(s_alice, null, [], [path]))));

        Assert.Equal((errorId, errorId), (browse.ErrorId, restore.ErrorId));
    }

    [Fact]
    public async Task Backups_are_found_by_the_first_digits_of_their_id_and_never_by_fewer_than_eight()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.InsertBackup("web01/alice");
        store.InsertBackup("web01/alice");
        string[] ids = [.. (await ListAsync(store.Local)).Select(backup => backup.Id.ToString())];

        Assert.Equal(ids[0], (await store.Local.DoAsync(new GetBackup(new BackupReference(ids[0])))).Id.ToString());
        await store.Local.RefusedAsync("NotFound", new GetBackup(new BackupReference(ids[0][..7])));
        await store.Local.RefusedAsync("AmbiguousName", new GetBackup(new BackupReference(ids[0][..8])));
        await store.Local.RefusedAsync("NotFound", new GetBackup(new BackupReference("%%%%%%%%")));
        await store.Local.RefusedAsync("NotFound", new GetBackup(new BackupReference("")));
    }

    [Fact]
    public async Task Backups_are_listed_by_account_time_lock_and_number_of_each()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        DateTimeOffset start = store.Clock.GetUtcNow();
        for (int hour = 0; hour < 3; hour++)
        {
            store.InsertBackup("web01/alice");
            store.InsertBackup("web01/bob");
            store.Clock.Advance(TimeSpan.FromHours(1));
        }

        Backup newest = (await ListAsync(store.Local))[0];
        await store.Local.DoAsync(new LockBackup(new BackupReference(newest), null, store.Clock.GetUtcNow().AddHours(1)));

        Assert.Equal(6, (await ListAsync(store.Local)).Count);
        Assert.Equal(3, (await ListAsync(store.Local, new ListBackups(["bob"], [], null, null, null, null, null))).Count);
        Assert.Equal(["web01/alice", "web01/bob"], (await ListAsync(store.Local, new ListBackups([], [], null, null, null, null, 1))).Select(one => one.Account).Order());
        Assert.Equal(4, (await ListAsync(store.Local, new ListBackups([], ["web*"], BackupKind.OnDemand, null, start.AddHours(1), null, null))).Count);
        Assert.Equal(2, (await ListAsync(store.Local, new ListBackups([], [], null, null, null, start.AddHours(1), null))).Count);
        Assert.Equal([newest.Id], (await ListAsync(store.Local, new ListBackups([], [], null, true, null, null, null))).Select(one => one.Id));
        Assert.Equal(5, (await ListAsync(store.Local, new ListBackups([], [], null, false, null, null, null))).Count);
        Assert.Empty(await ListAsync(store.Local, new ListBackups([], [], BackupKind.Scheduled, null, null, null, null)));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await ListAsync(store.Local, new ListBackups([], [], null, true, null, null, null)));
    }

    [Fact]
    public async Task Many_accounts_are_listed_without_asking_for_each()
    {
        const int Accounts = 120;
        await using Store store = await Store.CreateAsync([.. Enumerable.Range(0, Accounts).Select(number => $"account{number}")]);
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"], "web01");
        for (int number = 0; number < Accounts; number++)
        {
            store.InsertBackup($"web01/account{number}");
        }

        Assert.Equal(Accounts, (await ListAsync(jane)).Count);
        Assert.Equal(11, (await ListAsync(jane, new ListBackups(["account10*"], [], null, null, null, null, null))).Count);
    }

    [Fact]
    public async Task A_home_swapped_for_another_folder_or_a_link_is_not_backed_up_nor_restored_into()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string home = Path.Combine(store.AccountsPath, "alice");
        Directory.Move(home, Path.Combine(store.Root, "alice"));
        RestoreOverwrite restore = new(new RestoreSelection(s_alice, null, [], []));

        Directory.CreateSymbolicLink(home, Path.Combine(store.AccountsPath, "bob"));
        await store.Local.RefusedAsync("SourceUnavailable", new BackupAccount(s_alice, []));
        await store.Local.RefusedAsync("SourceUnavailable", restore);
        File.Delete(home);
        Directory.CreateDirectory(home);
        await store.Local.RefusedAsync("AccountChanged", new BackupAccount(s_alice, []));
        await store.Local.RefusedAsync("AccountChanged", restore);

        Assert.Empty(Directory.GetFileSystemEntries(home));
        Assert.Equal("<?php // bob", store.Read("bob", "public_html/index.php"));
    }

    private static async Task<IReadOnlyList<Backup>> ListAsync(IOperationClient client, ListBackups? request = null) =>
        await client.ListAsync(request ?? new ListBackups([], [], null, null, null, null, null));

    private static async Task<IReadOnlyList<string>> PathsAsync(IOperationClient client, Backup backup, string path, BrowseDepth depth) =>
        [.. (await client.ListAsync(new ListBackupFiles(new BackupReference(backup), BackupItem.HomeDirectory, path, depth))).Select(entry => entry.Path).Order(StringComparer.Ordinal)];
}
