using System.Runtime.Versioning;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Trees;

[SupportedOSPlatform("linux")]
public sealed class TreeBrowserTests : IAsyncLifetime
{
    private TestRepository _test = null!;
    private ObjectId _tree;

    public async Task InitializeAsync()
    {
        _test = await TestRepository.CreateAsync();
        foreach (string directory in (string[])["a/b/c", "a/z", "x"])
        {
            Directory.CreateDirectory(_test.SourceFile(directory));
        }

        foreach (string file in (string[])["a/b/c/1", "a/b/2", "a/y", "x/3", "top"])
        {
            File.WriteAllText(_test.SourceFile(file), file);
        }

        ArchiveResult result = await _test.BackupAsync();
        _tree = result.Snapshot.Tree;
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_walk_gives_every_entry_once_directories_before_what_they_hold()
    {
        Assert.Equal(
            ["Home", "Home/a", "Home/a/b", "Home/a/b/2", "Home/a/b/c", "Home/a/b/c/1", "Home/a/y", "Home/a/z", "Home/top", "Home/x", "Home/x/3"],
            await PathsAsync(_test.Browser.WalkAsync(_tree, TreePath.Root, CancellationToken.None)));
    }

    [Fact]
    public async Task A_walk_may_begin_anywhere() =>
        Assert.Equal(["Home/a/b/2", "Home/a/b/c", "Home/a/b/c/1"], await PathsAsync(_test.Browser.WalkAsync(_tree, TreePath.Parse("Home/a/b"), CancellationToken.None)));

    [Fact]
    public async Task A_list_stays_in_the_directory() =>
        Assert.Equal(["Home/a/b", "Home/a/y", "Home/a/z"], await PathsAsync(_test.Browser.ListAsync(_tree, TreePath.Parse("Home/a"), CancellationToken.None)));

    [Fact]
    public async Task A_file_lists_as_itself() =>
        Assert.Equal(["Home/top"], await PathsAsync(_test.Browser.ListAsync(_tree, TreePath.Parse("Home/top"), CancellationToken.None)));

    [Theory]
    [InlineData("Home/none")]
    [InlineData("Home/top/below-a-file")]
    public async Task What_is_not_there_is_null_to_find_and_an_error_to_list(string path)
    {
        Assert.Null(await _test.Browser.FindAsync(_tree, TreePath.Parse(path), CancellationToken.None));
        await Assert.ThrowsAsync<TreePathNotFoundException>(() => PathsAsync(_test.Browser.ListAsync(_tree, TreePath.Parse(path), CancellationToken.None)));
    }

    [Theory]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData("a/")]
    public void A_path_with_a_name_that_is_none_is_refused(string path) =>
        Assert.Throws<FormatException>(() => TreePath.Parse(path));

    private static async Task<string[]> PathsAsync(IAsyncEnumerable<TreeEntry> entries) =>
        await entries.Select(entry => entry.Path.ToString()).ToArrayAsync();
}
