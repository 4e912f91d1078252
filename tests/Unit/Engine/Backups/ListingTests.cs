using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Backups;

public sealed class ListingTests
{
    [Theory]
    [InlineData("", BrowseDepth.Children, "a.php", "w")]
    [InlineData("w", BrowseDepth.Children, "w/b.php", "w/deep", "w/notes")]
    [InlineData("w/b.php", BrowseDepth.Children, "w/b.php")]
    [InlineData("w", BrowseDepth.All, "w/b.php", "w/deep", "w/deep/c.php", "w/notes")]
    [InlineData("*.php", BrowseDepth.Children, "a.php")]
    [InlineData("*.php", BrowseDepth.All, "a.php", "w/b.php", "w/deep/c.php")]
    [InlineData("*/*.php", BrowseDepth.Children, "w/b.php")]
    [InlineData("*/deep/c.php", BrowseDepth.Children, "w/deep/c.php")]
    [InlineData("*.txt", BrowseDepth.All)]
    [InlineData("nowhere/*.php", BrowseDepth.Children)]
    public async Task A_path_lists_what_lies_there_and_a_pattern_what_matches(string path, BrowseDepth depth, params string[] expected)
    {
        await using Store store = await CreateAsync();
        Backup backup = await BackUpAsync(store);

        List<BackupFileEntry> entries = await store.Local.ListAsync(new ListBackupFiles(new BackupReference(backup), BackupItem.HomeDirectory, path, depth));

        Assert.Equal(expected, entries.Select(entry => entry.Path).Where(entry => !entry.StartsWith("public_html", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_path_without_wildcards_that_is_not_there_is_not_found_and_the_log_says_that_the_reading_failed()
    {
        await using Store store = await CreateAsync();
        Backup backup = await BackUpAsync(store);

        NotFoundException failure = await Assert.ThrowsAsync<NotFoundException>(() =>
            store.Local.ListAsync(new ListBackupFiles(new BackupReference(backup), BackupItem.HomeDirectory, "nowhere", BrowseDepth.Children)));

        Assert.Contains("nowhere", failure.Message, StringComparison.Ordinal);
        Assert.Equal(AuditOutcome.Failed, (await store.AuditAsync()).Last(e => e.Operation == "listBackupFiles").Outcome);
    }

    [Fact]
    public async Task A_pattern_restores_what_matches_and_one_that_matches_nothing_makes_no_folder()
    {
        await using Store store = await CreateAsync();
        Backup backup = await BackUpAsync(store);
        string destination = Path.Combine(store.Root, "restored");
        RestoreSelection Selecting(string path) => new(null, new BackupReference(backup), [], [path]);

        await store.Local.RefusedAsync("NotFound", new RestoreToFolder(Selecting("w/*.txt"), destination, RestoreConflict.Overwrite));
        Assert.False(Directory.Exists(destination));
        await store.Local.DoAsync(new RestoreToFolder(Selecting("w/*.php"), destination, RestoreConflict.Overwrite));

        Assert.Equal(["w/b.php"], Directory.EnumerateFiles(destination, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(destination, file)));
    }

    [Fact]
    public async Task A_file_whose_name_looks_like_a_pattern_is_restored_alone()
    {
        await using Store store = await CreateAsync();
        store.Write("alice", "w/*.php", "a star");
        Backup backup = await BackUpAsync(store);
        string destination = Path.Combine(store.Root, "restored");

        await store.Local.DoAsync(new RestoreToFolder(new RestoreSelection(null, new BackupReference(backup), [], ["w/*.php"]), destination, RestoreConflict.Overwrite));

        Assert.Equal(["w/*.php"], Directory.EnumerateFiles(destination, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(destination, file)));
    }

    private static async Task<Store> CreateAsync()
    {
        Store store = await Store.CreateAsync("alice");
        foreach (string file in new[] { "a.php", "w/b.php", "w/notes", "w/deep/c.php" })
        {
            store.Write("alice", file, file);
        }

        return store;
    }

    private static Task<Backup> BackUpAsync(Store store) => store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));
}
