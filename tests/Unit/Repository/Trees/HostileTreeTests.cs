using System.Text;
using BackupAccess.Repository.Comparing;
using BackupAccess.Repository.Copying;
using BackupAccess.Repository.Searching;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Tests.Trees;

/// <summary>What copies, comparisons and searches make of trees that nobody honest wrote.</summary>
public sealed class HostileTreeTests : IAsyncLifetime
{
    private const int Many = 100_000;

    private RepositoryFixture _fixture = null!;
    private RepositoryFixture _other = null!;

    private ResticRepository Repository => _fixture.Repository;

    public async Task InitializeAsync()
    {
        _fixture = await RepositoryFixture.CreateAsync();
        _other = await RepositoryFixture.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"nodes":[{"name":"a","type":"file","content":[]},{"name":"a","type":"file","content":[]}]}""")]
    [InlineData("""{"nodes":[{"name":"..","type":"dir","subtree":"1111111111111111111111111111111111111111111111111111111111111111"}]}""")]
    [InlineData("""{"nodes":[{"name":"a/b","type":"file","content":[]}]}""")]
    [InlineData("""{"nodes":[{"name":"","type":"file","content":[]}]}""")]
    [InlineData("""{"nodes":[{"name":"a\\x00b","type":"file","content":[]}]}""")]
    [InlineData("""{"nodes":[{"name":"a","type":"dir"}]}""")]
    [InlineData("""{"nodes":[{"name":"a","type":"dir","subtree":"1111111111111111111111111111111111111111111111111111111111111111"}]}""")]
    [InlineData("""{"nodes":[{"name":"a","type":"dir","subtree":7}]}""")]
    [InlineData("""{"nodes":{}}""")]
    [InlineData("no JSON")]
    public async Task A_tree_that_is_none_is_refused_by_name(string json)
    {
        ObjectId hostile = await Repository.SaveTreeAsync(json);
        ObjectId root = await Repository.SaveTreeAsync(HandmadeTrees.Directory("inner", hostile));
        Snapshot snapshot = await Repository.SaveSnapshotAsync(root);

        await Assert.ThrowsAsync<RepositoryDamagedException>(() => CopyAsync(snapshot));
        await Assert.ThrowsAsync<RepositoryDamagedException>(() => CompareAsync(root));
        await Assert.ThrowsAsync<RepositoryDamagedException>(() => FindAsync(snapshot, new SearchQuery()));

        Assert.Empty(await _other.Repository.ListSnapshotsAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task A_tree_of_very_many_entries_is_a_tree()
    {
        Snapshot snapshot = await Repository.SaveSnapshotAsync(await Repository.SaveTreeAsync(ManyEntries("")));

        Assert.Equal(1, (await CopyAsync(snapshot)).BlobsCopied);
        Assert.Equal(Many, await CompareAsync(snapshot.Tree));
        Assert.Equal(10, await FindAsync(snapshot, new SearchQuery { Patterns = ["09999?"] }));
    }

    [Fact]
    public async Task A_name_that_is_there_twice_is_found_among_very_many()
    {
        Snapshot snapshot = await Repository.SaveSnapshotAsync(await Repository.SaveTreeAsync(ManyEntries(""",{"name":"050000","type":"file","content":[]}""")));

        RepositoryDamagedException failure = await Assert.ThrowsAsync<RepositoryDamagedException>(() => CopyAsync(snapshot));

        Assert.Equal($"tree {snapshot.Tree}", failure.Object);
        await Assert.ThrowsAsync<RepositoryDamagedException>(() => CompareAsync(snapshot.Tree));
        await Assert.ThrowsAsync<RepositoryDamagedException>(() => FindAsync(snapshot, new SearchQuery()));
    }

    private static string ManyEntries(string last)
    {
        StringBuilder json = new("{\"nodes\":[");
        for (int i = 0; i < Many; i++)
        {
            json.Append(i > 0 ? "," : "").Append("{\"name\":\"").Append(i.ToString("d6", null)).Append("\",\"type\":\"file\",\"content\":[]}");
        }

        return json.Append(last).Append("]}").ToString();
    }

    private Task<CopyResult> CopyAsync(Snapshot snapshot) =>
        new SnapshotCopier(Repository, _other.Repository).CopyAsync([snapshot], progress: null, CancellationToken.None);

    private async Task<int> CompareAsync(ObjectId tree) =>
        await new SnapshotComparer(Repository).CompareAsync(await Repository.SaveTreeAsync(), tree, CompareOptions.Everything, CancellationToken.None).CountAsync();

    private async Task<int> FindAsync(Snapshot snapshot, SearchQuery query) =>
        await new SnapshotSearch(Repository).FindAsync([snapshot], query, CancellationToken.None).CountAsync();
}
