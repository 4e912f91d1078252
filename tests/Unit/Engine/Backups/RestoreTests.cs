using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>Restores through the door: what is there already is overwritten, kept, or joined, as asked.</summary>
public sealed class RestoreTests
{
    private const string Page = "public_html/index.php";

    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task Overwriting_brings_the_backups_files_back_and_leaves_others_alone()
    {
        await using Store store = await BackedUpAsync();
        store.Write("alice", Page, "defaced");
        store.Write("alice", "public_html/new.php", "new");

        RestoreResult result = await store.Local.DoAsync(new RestoreOverwrite(All()));

        Assert.Equal(("<?php // alice", "new"), (store.Read("alice", Page), store.Read("alice", "public_html/new.php")));
        Assert.Equal(("web01/alice", 0, 0L), (result.Account, result.Problems.Count, result.Kept));
    }

    [Fact]
    public async Task Keeping_lets_the_live_file_win_and_brings_back_what_is_missing()
    {
        await using Store store = await BackedUpAsync();
        store.Write("alice", Page, "newer");
        File.Delete(Path.Combine(store.AccountsPath, "alice", "notes"));

        RestoreResult result = await store.Local.DoAsync(new RestoreKeep(All()));

        Assert.Equal(("newer", "notes of alice"), (store.Read("alice", Page), store.Read("alice", "notes")));
        Assert.Equal(1, result.Kept);
    }

    [Fact]
    public async Task Renaming_writes_beside_the_live_file()
    {
        await using Store store = await BackedUpAsync();
        store.Write("alice", Page, "newer");

        RestoreResult result = await store.Local.DoAsync(new RestoreRename(All([Page])));

        string[] files = Directory.GetFiles(Path.Combine(store.AccountsPath, "alice", "public_html"));
        Assert.Equal((2, 1L), (files.Length, result.Renamed));
        Assert.Equal("newer", store.Read("alice", Page));
        Assert.Contains("<?php // alice", files.Select(File.ReadAllText));
    }

    [Fact]
    public async Task Chosen_paths_alone_are_restored_and_kept_below_the_item_in_a_folder()
    {
        await using Store store = await BackedUpAsync();
        string folder = Path.Combine(store.Root, "made", "for", "this");

        RestoreResult result = await store.Local.DoAsync(new RestoreToFolder(All([Page]), folder, RestoreConflict.Overwrite));

        Assert.Equal("<?php // alice", await File.ReadAllTextAsync(Path.Combine(folder, Page)));
        Assert.Equal([Path.Combine(folder, "public_html")], Directory.GetFileSystemEntries(folder));
        Assert.Equal((1L, folder), (result.Files, result.Destination));
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    public async Task A_destination_that_is_not_absolute_is_refused(string destination)
    {
        await using Store store = await BackedUpAsync();

        await store.Local.RefusedAsync("InvalidValue", new RestoreToFolder(All(), destination, RestoreConflict.Keep));
    }

    [Fact]
    public async Task A_destination_that_is_a_file_is_refused()
    {
        await using Store store = await BackedUpAsync();

        await store.Local.RefusedAsync("DestinationUnavailable", new RestoreToFolder(All(), Path.Combine(store.AccountsPath, "alice", Page), RestoreConflict.Keep));
    }

    [Fact]
    public async Task An_older_backup_is_restored_where_it_is_named()
    {
        await using Store store = await BackedUpAsync();
        Backup first = (await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)))[0];
        store.Write("alice", Page, "second version");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));

        await store.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(first), [], [])));
        string older = store.Read("alice", Page);
        await store.Local.DoAsync(new RestoreOverwrite(All()));

        Assert.Equal(("<?php // alice", "second version"), (older, store.Read("alice", Page)));
    }

    [Fact]
    public async Task A_link_planted_in_the_home_is_never_followed()
    {
        await using Store store = await BackedUpAsync();
        string outside = Path.Combine(store.Root, "outside");
        Directory.CreateDirectory(outside);
        Directory.Delete(Path.Combine(store.AccountsPath, "alice", "public_html"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(store.AccountsPath, "alice", "public_html"), outside);

        await store.Local.DoAsync(new RestoreOverwrite(All()));

        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public async Task A_restore_of_what_was_never_backed_up_is_not_found()
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("NotFound", new RestoreKeep(All()));
    }

    [Fact]
    public async Task A_restore_takes_an_account_or_a_backup_and_not_both()
    {
        await using Store store = await Store.CreateAsync("alice");
        BackupReference backup = new(Guid.CreateVersion7());

        await store.Local.RefusedAsync("InvalidValue", new RestoreKeep(new RestoreSelection(null, null, [], [])));
        await store.Local.RefusedAsync("InvalidValue", new RestoreKeep(new RestoreSelection(s_alice, backup, [], [])));
        await store.Local.RefusedAsync("InvalidValue", new RestoreKeep(All([""])));
    }

    [Fact]
    public async Task A_role_that_may_only_keep_overwrites_nothing()
    {
        await using Store store = await BackedUpAsync();
        await using LocalClient limited = await store.SignInAsync("limited", ["LimitedSupport"], "web01");
        store.Write("alice", Page, "live");

        await limited.RefusedAsync("AccessDenied", new RestoreOverwrite(All()));
        await limited.RefusedAsync("AccessDenied", new RestoreToFolder(All(), Path.Combine(store.Root, "out"), RestoreConflict.Keep));
        await limited.DoAsync(new RestoreKeep(All()));

        Assert.Equal("live", store.Read("alice", Page));
        Assert.False(Directory.Exists(Path.Combine(store.Root, "out")));
    }

    private static async Task<Store> BackedUpAsync()
    {
        Store store = await Store.CreateAsync("alice");
        store.Write("alice", "notes", "notes of alice");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromHours(1));
        return store;
    }

    private static RestoreSelection All(string[]? paths = null) => new(s_alice, null, [], paths ?? []);
}
