using System.Text.RegularExpressions;
using BackupAccess.Repository.Searching;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Storage;
using BackupAccess.Repository.Tests.Trees;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Searching;

public sealed class SnapshotSearchTests : IAsyncLifetime
{
    private static readonly string[] s_segments = ["a", "b", "*", "?", "a*", "**", "[ab]", "[!a]", "é"];

    private RepositoryFixture _fixture = null!;

    private ResticRepository Repository => _fixture.Repository;

    public async Task InitializeAsync() => _fixture = await RepositoryFixture.CreateAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData("letter", "docs/letter old/letter")]
    [InlineData("l*r", "docs/letter old/letter")]
    [InlineData("/docs", "docs docs/letter docs/old")]
    [InlineData("/letter", "")]
    [InlineData("docs/*", "docs/letter docs/old old/docs/x")]
    [InlineData("/docs/*", "docs/letter docs/old")]
    [InlineData("/**/old", "docs/old old old/docs old/docs/x old/letter")]
    [InlineData("old/", "old old/docs old/docs/x old/letter")]
    [InlineData("old/docs", "old/docs old/docs/x")]
    [InlineData("/old/**/x", "old/docs/x")]
    [InlineData("/old/**", "old old/docs old/docs/x old/letter")]
    [InlineData("?", "old/docs/x")]
    [InlineData("[!dlo]", "old/docs/x")]
    [InlineData("\\?", "")]
    [InlineData("**", "docs docs/letter docs/old old old/docs old/docs/x old/letter")]
    public async Task A_pattern_finds_what_restic_s_would_and_all_below_it(string pattern, string expected)
    {
        ObjectId docs = await Repository.SaveTreeAsync(HandmadeTrees.File("letter"), HandmadeTrees.File("old"));
        ObjectId inner = await Repository.SaveTreeAsync(HandmadeTrees.File("x"));
        ObjectId old = await Repository.SaveTreeAsync(HandmadeTrees.Directory("docs", inner), HandmadeTrees.File("letter"));
        ObjectId root = await Repository.SaveTreeAsync(HandmadeTrees.Directory("docs", docs), HandmadeTrees.Directory("old", old));

        Assert.Equal(expected, string.Join(' ', await FindAsync(root, new SearchQuery { Patterns = [pattern] })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a//b")]
    [InlineData("[a")]
    [InlineData("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25/26/27/28/29/30/31/32/33/34/35/36/37/38/39/40/41/42/43/44/45/46/47/48/49/50/51/52/53/54/55/56/57/58/59/60/61/62/63")]
    public void A_pattern_that_means_nothing_is_refused_before_anything_is_read(string pattern) =>
        Assert.Throws<FormatException>(() => new SnapshotSearch(Repository).FindAsync([], new SearchQuery { Patterns = [pattern] }, CancellationToken.None));

    [Fact]
    public async Task A_pattern_of_the_most_names_is_followed_to_its_end()
    {
        ObjectId tree = await Repository.SaveTreeAsync(HandmadeTrees.File("end"));
        for (int i = 0; i < 61; i++)
        {
            tree = await Repository.SaveTreeAsync(HandmadeTrees.Directory("d", tree));
        }

        string pattern = string.Concat(Enumerable.Repeat("d/", 61)) + "e*";

        Assert.Equal([string.Concat(Enumerable.Repeat("d/", 61)) + "end"], await FindAsync(tree, new SearchQuery { Patterns = [pattern] }));
        Assert.Equal([string.Concat(Enumerable.Repeat("d/", 61)) + "end"], await FindAsync(tree, new SearchQuery { Patterns = ["/" + pattern] }));
    }

    [Fact]
    public async Task Times_and_sizes_bound_what_is_found_and_belong_to_it()
    {
        ObjectId root = await Repository.SaveTreeAsync(
            [.. Enumerable.Range(1, 5).Select(i => new Node { Name = FileName.Parse($"f{i}"), Type = NodeType.File, Size = (ulong)i, ModifiedTime = new FileTime(i, 0, 0) }),
            new Node { Name = FileName.Parse("link"), Type = NodeType.Symlink, Size = 3, ModifiedTime = new FileTime(3, 1, 0) }]);

        Assert.Equal(["f2", "f3", "link"], await FindAsync(root, new SearchQuery { ModifiedFrom = At(2), ModifiedTo = At(3).AddTicks(1) }));
        Assert.Equal(["f2", "f3"], await FindAsync(root, new SearchQuery { ModifiedFrom = At(2), ModifiedTo = At(3) }));
        Assert.Equal(["f4", "f5"], await FindAsync(root, new SearchQuery { ModifiedFrom = At(4) }));
        Assert.Equal(["f2", "f3"], await FindAsync(root, new SearchQuery { MinimumSize = 2, MaximumSize = 3 }));
        Assert.Equal(["f1"], await FindAsync(root, new SearchQuery { MaximumSize = 1 }));
        Assert.Equal(["link"], await FindAsync(root, new SearchQuery { Type = NodeType.Symlink }));
        Assert.Equal(["f3"], await FindAsync(root, new SearchQuery { Patterns = ["f*", "link"], MinimumSize = 3, ModifiedTo = At(3) }));

        static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    [Fact]
    public void A_range_that_ends_before_it_begins_is_refused()
    {
        SnapshotSearch search = new(Repository);

        Assert.Throws<ArgumentException>(() => search.FindAsync([], new SearchQuery { MinimumSize = 2, MaximumSize = 1 }, CancellationToken.None));
        Assert.Throws<ArgumentException>(() => search.FindAsync(
            [], new SearchQuery { ModifiedFrom = DateTimeOffset.UnixEpoch.AddTicks(1), ModifiedTo = DateTimeOffset.UnixEpoch }, CancellationToken.None));
    }

    [Fact]
    public async Task A_blob_finds_the_files_and_directories_that_refer_to_it()
    {
        (ObjectId one, ObjectId two) = (ObjectId.Of("1"u8), ObjectId.Of("2"u8));
        ObjectId inner = await Repository.SaveTreeAsync(HandmadeTrees.File("a", one, two), HandmadeTrees.File("b", two, two), HandmadeTrees.File("c"));
        ObjectId root = await Repository.SaveTreeAsync(HandmadeTrees.Directory("x", inner), HandmadeTrees.Directory("y", inner), HandmadeTrees.File("z", one));

        Assert.Equal(["x/a", "x/b", "y/a", "y/b"], await FindAsync(root, new SearchQuery { Blobs = [new BlobHandle(BlobType.Data, two)] }));
        Assert.Equal(["x", "x/a", "y", "y/a", "z"], await FindAsync(root, new SearchQuery { Blobs = [new BlobHandle(BlobType.Data, one), new BlobHandle(BlobType.Tree, inner)] }));
        Assert.Equal(["y"], await FindAsync(root, new SearchQuery { Patterns = ["y"], Blobs = [new BlobHandle(BlobType.Tree, inner)] }));
        Assert.Empty(await FindAsync(root, new SearchQuery { Blobs = [new BlobHandle(BlobType.Tree, one), new BlobHandle(BlobType.Tree, root)] }));
    }

    [Fact]
    public async Task Hits_name_their_snapshot_in_the_order_given()
    {
        Snapshot one = await Repository.SaveSnapshotAsync(await Repository.SaveTreeAsync(HandmadeTrees.File("a"), HandmadeTrees.File("b")));
        Snapshot two = await Repository.SaveSnapshotAsync(await Repository.SaveTreeAsync(HandmadeTrees.File("b")));

        List<SearchHit> hits = await new SnapshotSearch(Repository).FindAsync([two, one, two], new SearchQuery { Patterns = ["b"] }, CancellationToken.None).ToListAsync();

        Assert.Equal([two.Id, one.Id, two.Id], hits.Select(hit => hit.Snapshot));
        Assert.All(hits, hit => Assert.Equal("b", $"{hit.Path}{hit.Node}"[1..]));
    }

    [Fact]
    public async Task A_tree_in_which_nothing_was_found_is_read_once_for_all_snapshots()
    {
        ObjectId barren = await Repository.SaveTreeAsync(HandmadeTrees.File("x"));
        List<Snapshot> snapshots = [];
        for (int i = 0; i < 5; i++)
        {
            snapshots.Add(await Repository.SaveSnapshotAsync(await Repository.SaveTreeAsync(HandmadeTrees.Directory("same", barren), HandmadeTrees.File($"file{i}"))));
        }

        RecordingStorage storage = new(_fixture.Storage);
        await using ResticRepository recorded = await _fixture.OpenAsync(storage);
        SearchQuery query = new() { Patterns = ["file*"] };

        Assert.Equal(5, await new SnapshotSearch(recorded).FindAsync(snapshots, query, CancellationToken.None).CountAsync());
        Assert.Equal(5 + 1, storage.Reads.Count(read => read.Name.Kind == ObjectKind.Pack));
    }

    [Fact]
    public async Task Where_a_pattern_can_t_match_nothing_is_read()
    {
        ObjectId root = await Repository.SaveTreeAsync(
            HandmadeTrees.Directory("elsewhere", ObjectId.Of("nowhere"u8)), HandmadeTrees.Directory("here", await Repository.SaveTreeAsync(HandmadeTrees.File("x"))));

        Assert.Equal(["here/x"], await FindAsync(root, new SearchQuery { Patterns = ["/here/*"] }));
    }

    [Fact]
    public async Task Trees_in_which_nothing_is_found_are_walked_once_however_many_paths_lead_to_them()
    {
        ObjectId bomb = await Repository.SaveBombAsync(levels: 60, HandmadeTrees.File("file"));

        Assert.Empty(await FindAsync(bomb, new SearchQuery { Patterns = ["nothing", "left/nothing", "/left/**/right/nothing"] }));
        Assert.Empty(await FindAsync(bomb, new SearchQuery { MinimumSize = 1 }));
    }

    [Fact]
    public async Task Hits_come_before_the_walk_ends()
    {
        ObjectId bomb = await Repository.SaveBombAsync(levels: 60, HandmadeTrees.File("file"));
        Snapshot snapshot = await Repository.SaveSnapshotAsync(bomb);

        Assert.Equal(100, await new SnapshotSearch(Repository).FindAsync([snapshot], new SearchQuery(), CancellationToken.None).Take(100).CountAsync());
    }

    [Fact]
    public async Task Random_queries_find_in_random_snapshots_what_a_look_at_every_path_finds()
    {
        for (int run = RandomRuns.Of(2000); run > 0; run--)
        {
            int seed = Random.Shared.Next();
            Random random = new(seed);
            List<ObjectId> trees = await new RandomTrees(random).SaveAsync(Repository);
            Snapshot[] snapshots = [.. trees.TakeLast(3).Select(tree => new Snapshot { Id = tree, Time = default, Tree = tree, Paths = [] })];
            SearchQuery query = new()
            {
                Patterns = [.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomPattern(random))],
                MinimumSize = random.Next(2) == 0 ? null : (ulong)random.Next(5),
                ModifiedFrom = random.Next(2) == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(random.Next(5)),
            };

            string[] actual = await new SnapshotSearch(Repository).FindAsync(snapshots, query, CancellationToken.None).Select(hit => $"{hit.Snapshot.Short} {hit.Path}").ToArrayAsync();

            List<string> expected = [];
            foreach (Snapshot snapshot in snapshots)
            {
                expected.AddRange(Expect(await RandomTrees.FlattenAsync(Repository, snapshot.Tree), query).Select(path => $"{snapshot.Id.Short} {path}"));
            }

            Assert.True(expected.SequenceEqual(actual), $"seed {seed}, {string.Join(" or ", query.Patterns)}: {string.Join(", ", actual)}");
        }
    }

    [Fact]
    public async Task A_cancelled_search_ends()
    {
        Snapshot snapshot = await Repository.SaveSnapshotAsync(await Repository.SaveTreeAsync(HandmadeTrees.File("a")));
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await new SnapshotSearch(Repository).FindAsync([snapshot], new SearchQuery(), stop.Token).ToListAsync(CancellationToken.None));
    }

    private async Task<string[]> FindAsync(ObjectId root, SearchQuery query) => await new SnapshotSearch(Repository)
        .FindAsync([await Repository.SaveSnapshotAsync(root)], query, CancellationToken.None).Select(hit => hit.Path.ToString()).ToArrayAsync();

    private static string RandomPattern(Random random) =>
        (random.Next(2) == 0 ? "/" : "") + string.Join('/', random.GetItems(s_segments, random.Next(1, 4))) + (random.Next(4) == 0 ? "/" : "");

    /// <summary>The paths that are looked for, each judged by itself.</summary>
    private static IEnumerable<string> Expect(List<TreeEntry> entries, SearchQuery query)
    {
        HashSet<string> matched = [.. entries.Where(entry => query.Patterns.Count == 0 || query.Patterns.Any(pattern => IsMatch(pattern, entry))).Select(entry => $"/{entry.Path}")];
        return entries
            .Where(entry => matched.Any(path => $"/{entry.Path}/".StartsWith(path + "/", StringComparison.Ordinal)))
            .Where(entry => query.MinimumSize is not { } least || (entry.Node.Type == NodeType.File && entry.Node.Size >= least))
            .Where(entry => query.ModifiedFrom is not { } from || entry.Node.ModifiedTime >= FileTime.From(from))
            .Select(entry => entry.Path.ToString());
    }

    private static bool IsMatch(string pattern, TreeEntry entry)
    {
        IEnumerable<string> names = pattern.Trim('/').Split('/')
            .Select(name => name == "**" ? "(/[^/]+)*" : "/" + name.Replace("!", "^", StringComparison.Ordinal).Replace("*", "[^/]*", StringComparison.Ordinal).Replace("?", "[^/]", StringComparison.Ordinal));
        string expression = $"^{(pattern.StartsWith('/') ? "" : "(/[^/]+)*")}{string.Concat(names)}$";
        return Regex.IsMatch($"/{entry.Path}", expression, RegexOptions.CultureInvariant) && (entry.Node.Type == NodeType.Dir || !pattern.EndsWith('/'));
    }
}
