using System.Runtime.Versioning;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Comparing;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Searching;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Hostile;

/// <summary>Trees that are small where they lie and huge where they are walked, and such as are just huge.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileShapeTests : IAsyncLifetime
{
    private const int ManyEntries = 1_000_000;
    private const int Levels = 40;

    private HostileSnapshot _hostile = null!;

    public async Task InitializeAsync() => _hostile = await HostileSnapshot.CreateAsync();

    public async Task DisposeAsync() => await _hostile.DisposeAsync();

    [Fact]
    public async Task A_chain_of_ten_thousand_directories_is_walked_and_restored_as_far_as_paths_reach()
    {
        const int Depth = 10_000;
        ObjectId tree = _hostile.Tree(_hostile.Good());
        for (int i = 0; i < Depth; i++)
        {
            tree = _hostile.Tree(HostileSnapshot.FolderNode("d", tree));
        }

        ObjectId root = _hostile.Tree(HostileSnapshot.FolderNode("a", tree), _hostile.Good("z"));
        await _hostile.SaveAsync(root);

        Assert.Empty(await _hostile.CheckAsync());
        Assert.Equal(Depth + 3, (await _hostile.MarkAsync()).BlobsUsed);
        TreeEntry last = await _hostile.Browser.WalkAsync(root, TreePath.Root, CancellationToken.None).MaxByAsync(entry => entry.Path.Depth)
            ?? throw new InvalidOperationException("Nothing was walked.");
        Assert.Equal(Depth + 2, last.Path.Depth);

        RestoreResult restored = await _hostile.RestoreAsync(root);

        Assert.Equal(FileProblemKind.TooDeep, Assert.Single(restored.Problems).Kind);
        Assert.InRange(restored.Directories, 2000, 2048);
        Assert.Equal("good", File.ReadAllText(Path.Combine(_hostile.Target, "z")));
    }

    [Fact]
    public async Task A_tree_that_is_there_ten_thousand_million_times_is_read_once()
    {
        ObjectId root = Bomb();
        await _hostile.SaveAsync(root);
        FaultyStorage counted = new(_hostile.Storage);
        await using ResticRepository repository = await ResticRepository.OpenAsync(counted, RepositoryFixture.Password, RepositoryFixture.CheapOptions, CancellationToken.None);

        int before = counted.Count(StorageCalls.All);
        Assert.Empty(await repository.CheckAsync(CheckOptions.Structure, progress: null, CancellationToken.None).ToListAsync());
        Assert.InRange(counted.Count(StorageCalls.All) - before, 11, 60);
        before = counted.Count(StorageCalls.All);
        Assert.Equal(13, (await repository.PlanPruneAsync(PruneOptions.Default, CancellationToken.None)).BlobsUsed);
        Assert.InRange(counted.Count(StorageCalls.All) - before, 1, 60);
    }

    [Fact]
    public async Task Of_a_damaged_tree_that_is_there_a_million_million_times_one_is_repaired_and_told_of()
    {
        ObjectId root = Doubled(_hostile.Tree(HostileSnapshot.FileNode("lost", ObjectId.Of("nowhere"u8), 7), _hostile.Good()));
        await _hostile.SaveAsync(root);

        RepairSnapshotsResult planned = await _hostile.Repository.PlanRepairSnapshotsAsync(RepairSnapshotsOptions.Default, CancellationToken.None);
        RepairSnapshotsResult result = await _hostile.Repository.RepairSnapshotsAsync(
            new RepairSnapshotsOptions { Replaced = SnapshotFate.Remove }, progress: null, CancellationToken.None);

        RepairedSnapshot repaired = Assert.Single(result.Repaired);
        Assert.Equal(Assert.Single(planned.Repaired).Losses, repaired.Losses);
        Assert.Equal((Levels + 1, 7), (repaired.Losses.Count, repaired.Losses[0].BytesLost));
        Assert.Equal("1", $"{repaired.Losses[^1].Path}");
        Assert.Equal("it lacks what \"0\" lacks", repaired.Losses[^1].Problem);
        Assert.Empty(await _hostile.CheckAsync());
    }

    [Fact]
    public async Task Where_a_tree_that_is_there_a_million_million_times_holds_nothing_to_tell_it_is_searched_and_compared_once()
    {
        ObjectId root = Doubled(_hostile.Tree(_hostile.Good()));
        ObjectId other = Doubled(_hostile.Tree(HostileSnapshot.FileNode("good", _hostile.Data("good"u8), 4, ""","inode":7""")));
        await _hostile.SaveAsync(root);
        await _hostile.SaveAsync(other);
        List<Snapshot> snapshots = await _hostile.Repository.ListSnapshotsAsync(CancellationToken.None).ToListAsync();

        Assert.Empty(await new SnapshotSearch(_hostile.Repository).FindAsync(snapshots, new SearchQuery { Patterns = ["bad"] }, CancellationToken.None).ToListAsync());
        Assert.Empty(await new SnapshotComparer(_hostile.Repository).CompareAsync(root, other, new CompareOptions(), CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Walking_and_restoring_a_bomb_can_be_given_up()
    {
        ObjectId root = Bomb();
        await _hostile.SaveAsync(root);
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            int seen = 0;
            await foreach (TreeEntry entry in _hostile.Browser.WalkAsync(root, TreePath.Root, stop.Token))
            {
                if (++seen == 1000)
                {
                    await stop.CancelAsync();
                }

                Assert.InRange(seen, 1, 1100);
            }
        });

        using CancellationTokenSource stopRestore = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _hostile.RestoreAsync(
            root,
            options: TestRepository.AsRecorded with { Ownership = RestoreOwnership.Restorer, TimeProvider = new HastyTime() },
            progress: new CancelAtFirstReport(stopRestore),
            cancellationToken: stopRestore.Token));
    }

    [Fact]
    public async Task A_directory_of_a_million_entries_that_are_all_the_same_directory_is_listed_marked_and_checked()
    {
        int count = RandomRuns.Of(ManyEntries);
        ObjectId below = _hostile.Tree(_hostile.Good());
        ObjectId root = _hostile.Tree(Enumerable.Range(0, count).Select(i => HostileSnapshot.FolderNode($"d{i:d7}", below)));
        await _hostile.SaveAsync(root);

        Assert.Empty(await _hostile.CheckAsync());
        Assert.Equal(3, (await _hostile.MarkAsync()).BlobsUsed);
        Assert.Equal(count, await _hostile.Browser.ListAsync(root, TreePath.Root, CancellationToken.None).CountAsync());
        Assert.Equal("good", (await _hostile.Browser.WalkAsync(root, TreePath.Root, CancellationToken.None).ElementAtAsync(1)).Node.Name.ToString());
    }

    [Fact]
    public async Task A_tree_of_a_million_entries_takes_memory_by_its_size_only()
    {
        int count = RandomRuns.Of(ManyEntries);
        string json = $$"""{"nodes":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"name":"f{{i:d7}}","type":"file","content":[]}"""))}}]}""";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(json);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Tree tree = Tree.Parse(bytes, default);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(count, tree.Nodes.Count);
        Assert.InRange(allocated, 0, 20L * bytes.Length);
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(TreeReferences.Read(bytes, default).Subtrees);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        ObjectId root = _hostile.TreeOf(json);
        await _hostile.SaveAsync(root);
        Assert.Empty(await _hostile.CheckAsync());
    }

    [Fact]
    public async Task A_file_of_a_million_chunks_is_restored_when_it_has_them_and_told_of_once_when_not()
    {
        int count = RandomRuns.Of(ManyEntries);
        string Many(string name, ObjectId chunk) =>
            $$"""{"name":"{{name}}","type":"file","mode":420,"size":{{count}},"content":[{{string.Join(',', Enumerable.Repeat($"\"{chunk}\"", count))}}]}""";
        ObjectId root = _hostile.Tree(Many("has", _hostile.Data("x"u8)), Many("hasn't", ObjectId.Of("nowhere"u8)), _hostile.Good());
        await _hostile.SaveAsync(root);

        RestoreResult restored = await _hostile.RestoreAsync(root);

        Assert.Equal(new string('x', count), File.ReadAllText(Path.Combine(_hostile.Target, "has")));
        FileProblem problem = Assert.Single(restored.Problems);
        Assert.Equal(("hasn't", FileProblemKind.Damaged), (problem.Path, problem.Kind));
        Assert.Contains($"nor {count - 1} more", Assert.Single(await _hostile.CheckAsync()).Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RepositoryDamagedException>(_hostile.MarkAsync);
    }

    [Fact]
    public async Task A_file_that_says_one_chunk_over_and_over_can_be_given_up()
    {
        byte[] zeroes = new byte[8 << 20];
        ObjectId chunk = _hostile.Data(zeroes);
        const int Count = 1_000_000;
        ObjectId root = _hostile.Tree(
            $$"""{"name":"endless","type":"file","size":{{Count * (long)zeroes.Length}},"content":[{{string.Join(',', Enumerable.Repeat($"\"{chunk}\"", Count))}}]}""");
        await _hostile.SaveAsync(root);
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _hostile.RestoreAsync(
            root,
            options: TestRepository.AsRecorded with { Ownership = RestoreOwnership.Restorer, TimeProvider = new HastyTime() },
            progress: new CancelAtFirstReport(stop),
            cancellationToken: stop.Token));

        Assert.Empty(Directory.GetFileSystemEntries(_hostile.Target));
    }

    /// <summary>Forty levels of two directories each, both the same one.</summary>
    private ObjectId Doubled(ObjectId tree)
    {
        for (int level = 0; level < Levels; level++)
        {
            tree = _hostile.Tree(HostileSnapshot.FolderNode("0", tree), HostileSnapshot.FolderNode("1", tree));
        }

        return tree;
    }

    /// <summary>Ten levels of ten directories each, all the same one.</summary>
    private ObjectId Bomb()
    {
        ObjectId a = _hostile.Data("a"u8);
        ObjectId b = _hostile.Data("b"u8);
        ObjectId tree = _hostile.Tree($$"""{"name":"leaf","type":"file","size":2,"content":["{{a}}","{{b}}"]}""");
        for (int level = 0; level < 10; level++)
        {
            ObjectId below = tree;
            tree = _hostile.Tree(Enumerable.Range(0, 10).Select(i => HostileSnapshot.FolderNode($"{i}", below)));
        }

        return tree;
    }

    /// <summary>A clock by which a second passes between any two looks, so that every write is reported.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _now);
    }

    private sealed class CancelAtFirstReport(CancellationTokenSource stop) : IProgress<RestoreProgress>
    {
        public void Report(RestoreProgress value) => stop.Cancel();
    }
}
