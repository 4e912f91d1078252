using System.Text;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Copying;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Storage;
using BackupAccess.Repository.Tests.Trees;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Copying;

public sealed class SnapshotCopierTests : IAsyncLifetime
{
    private RepositoryFixture _from = null!;
    private RepositoryFixture _to = null!;

    private ResticRepository Source => _from.Repository;

    private ResticRepository Destination => _to.Repository;

    public async Task InitializeAsync()
    {
        _from = await RepositoryFixture.CreateAsync();
        _to = await RepositoryFixture.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    [Fact]
    public async Task A_snapshot_is_copied_with_all_it_needs()
    {
        ObjectId shared = await Source.SaveTreeAsync(HandmadeTrees.File("inner", await Source.SaveChunkAsync("inner"), await Source.SaveChunkAsync("more")), HandmadeTrees.File("empty"));
        ObjectId root = await Source.SaveTreeAsync(HandmadeTrees.Directory("a", shared), HandmadeTrees.Directory("b", shared), HandmadeTrees.File("top", await Source.SaveChunkAsync("inner")));
        Snapshot snapshot = await Source.SaveSnapshotAsync(root);

        CopyResult result = await CopyAsync(snapshot);

        await AssertWholeAsync(snapshots: 1);
        Assert.Equal([false], result.Snapshots.Select(copied => copied.WasThere));
        Assert.Equal(4, result.BlobsCopied);
        Assert.Equal("innermore".Length + await LengthAsync(shared) + await LengthAsync(root), result.BytesCopied);
        Assert.InRange(result.BytesStored, 1, long.MaxValue);
        Assert.Equal("more"u8.ToArray(), await Destination.LoadBlobAsync(new BlobHandle(BlobType.Data, ObjectId.Of("more"u8)), CancellationToken.None));
    }

    [Fact]
    public async Task A_copy_says_what_it_is_a_copy_of_and_keeps_the_rest_to_the_last_digit()
    {
        ObjectId tree = await Source.SaveTreeAsync();
        ObjectId id = await Source.SaveSnapshotJsonAsync(
            Encoding.UTF8.GetBytes($$"""{"time":"2024-05-06T07:08:09.123456789+02:00","parent":"{{tree}}","tree":"{{tree}}","later":{"x":1.50},"paths":["/ü"]}"""), CancellationToken.None);

        CopyResult first = await CopyAsync(await Source.LoadSnapshotAsync(id, CancellationToken.None));
        (Snapshot copy, ReadOnlyMemory<byte> json) = await Destination.LoadSnapshotJsonAsync(first.Snapshots[0].Destination, CancellationToken.None);

        Assert.Equal((id, null), (copy.Original, copy.Parent));
        Assert.Equal($$"""{"time":"2024-05-06T07:08:09.123456789+02:00","tree":"{{tree}}","later":{"x":1.50},"paths":["/ü"],"original":"{{id}}"}""", Encoding.UTF8.GetString(json.Span));
    }

    [Fact]
    public async Task The_copy_of_a_copy_names_the_first()
    {
        Snapshot snapshot = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync());
        await using RepositoryFixture third = await RepositoryFixture.CreateAsync();

        Snapshot copy = await OnlyAsync(Destination, (await CopyAsync(snapshot)).Snapshots[0].Destination);
        CopyResult onward = await new SnapshotCopier(Destination, third.Repository).CopyAsync([copy], progress: null, CancellationToken.None);
        CopyResult back = await new SnapshotCopier(third.Repository, Source).CopyAsync(
            [await OnlyAsync(third.Repository, onward.Snapshots[0].Destination)], progress: null, CancellationToken.None);

        Assert.Equal(snapshot.Id, (await OnlyAsync(third.Repository, onward.Snapshots[0].Destination)).Original);
        Assert.Equal([new CopiedSnapshot(onward.Snapshots[0].Destination, snapshot.Id, WasThere: true)], back.Snapshots);
    }

    [Fact]
    public async Task What_was_copied_is_not_copied_again()
    {
        Snapshot snapshot = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(), "x", "y");
        CopyResult first = await CopyAsync(snapshot, snapshot);

        CopyResult again = await CopyAsync(snapshot);

        Assert.Equal([false, true], first.Snapshots.Select(copied => copied.WasThere));
        Assert.Equal([first.Snapshots[0] with { WasThere = true }], again.Snapshots);
        Assert.Equal((0, 0, 0), (again.BlobsCopied, again.BytesCopied, again.BytesStored));
        await AssertWholeAsync(snapshots: 1);
    }

    [Fact]
    public async Task A_snapshot_that_says_something_else_is_copied_beside_the_first()
    {
        Snapshot snapshot = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(), "x", "y") with { Excludes = ["a", "b"] };
        Snapshot[] others =
        [
            snapshot, snapshot with { Tags = ["y", "x"] }, snapshot with { Hostname = "other" }, snapshot with { Username = "other" }, snapshot with { Paths = ["/b"] },
            snapshot with { Tags = ["x"] }, snapshot with { Tags = ["x", "z"] }, snapshot with { Time = snapshot.Time.AddTicks(1) }, snapshot with { Uid = 1 },
            snapshot with { Gid = 1 }, snapshot with { Excludes = ["b", "a"] }, snapshot with { Tree = await Source.SaveTreeAsync(HandmadeTrees.File("other")) },
        ];
        List<Snapshot> saved = [];
        foreach (Snapshot other in others)
        {
            ObjectId id = await Source.SaveSnapshotAsync(other with { Original = snapshot.Id }, CancellationToken.None);
            saved.Add(await Source.LoadSnapshotAsync(id, CancellationToken.None));
        }

        CopyResult result = await CopyAsync([.. saved]);

        // Only the order of tags says nothing.
        Assert.Equal([1], result.Snapshots.Index().Where(copied => copied.Item.WasThere).Select(copied => copied.Index));
    }

    [Fact]
    public async Task Data_that_the_destination_has_is_not_read()
    {
        ObjectId known = await Source.SaveChunkAsync("known");
        ObjectId unknown = await Source.SaveChunkAsync("unknown");
        Snapshot snapshot = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(HandmadeTrees.File("file", known, unknown, unknown)));
        await Destination.SaveChunkAsync("known");
        RecordingStorage storage = new(_from.Storage);
        await using ResticRepository recorded = await _from.OpenAsync(storage);

        CopyResult result = await new SnapshotCopier(recorded, Destination).CopyAsync([snapshot], progress: null, CancellationToken.None);

        Assert.Equal(0, storage.Reads.Count(read => read.Name.Id == PackOf(known)));
        Assert.Equal(1, storage.Reads.Count(read => read.Name.Id == PackOf(unknown)));
        Assert.Equal(2, result.BlobsCopied);
        await AssertWholeAsync(snapshots: 1);
    }

    [Fact]
    public async Task What_a_tree_needs_is_copied_though_the_destination_has_the_tree()
    {
        ObjectId tree = await Source.SaveTreeAsync(HandmadeTrees.File("file", await Source.SaveChunkAsync("content")));
        await Destination.SaveBlobAsync(BlobType.Tree, await Source.LoadBlobAsync(new BlobHandle(BlobType.Tree, tree), CancellationToken.None));

        CopyResult result = await CopyAsync(await Source.SaveSnapshotAsync(tree));

        Assert.Equal((1, 7), (result.BlobsCopied, result.BytesCopied));
        await AssertWholeAsync(snapshots: 1);
    }

    [Fact]
    public async Task Each_tree_is_walked_once_however_many_paths_lead_to_it()
    {
        ObjectId bomb = await Source.SaveBombAsync(levels: 60, HandmadeTrees.File("file", await Source.SaveChunkAsync("content")));

        CopyResult result = await CopyAsync(await Source.SaveSnapshotAsync(bomb));

        Assert.Equal(61, result.BlobsCopied);
    }

    [Fact]
    public async Task A_chunk_that_is_missing_is_named_and_only_whole_snapshots_are_there()
    {
        ObjectId missing = ObjectId.Of("nowhere"u8);
        Snapshot whole = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(HandmadeTrees.File("file", await Source.SaveChunkAsync("content"))));
        Snapshot broken = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(HandmadeTrees.File("file", await Source.SaveChunkAsync("other"), missing)));

        RepositoryDamagedException failure = await Assert.ThrowsAsync<RepositoryDamagedException>(() => CopyAsync(whole, broken));

        Assert.Equal($"snapshot {broken.Id}", failure.Object);
        Assert.Contains($"data {missing}", failure.Problem, StringComparison.Ordinal);
        await AssertWholeAsync(snapshots: 1);
    }

    [Theory]
    [InlineData(BlobType.Data)]
    [InlineData(BlobType.Tree)]
    public async Task A_blob_that_is_damaged_is_named_and_nothing_lacks_it(BlobType type)
    {
        ObjectId chunk = await Source.SaveChunkAsync("content");
        ObjectId tree = await Source.SaveTreeAsync(HandmadeTrees.Directory("inner", await Source.SaveTreeAsync(HandmadeTrees.File("file", chunk))));
        Snapshot snapshot = await Source.SaveSnapshotAsync(tree);
        ObjectId damaged = type == BlobType.Data ? chunk : tree;
        Assert.True(Source.TryLocate(new BlobHandle(type, damaged), out BlobLocation location));
        string file = _from.Files("data").Single(pack => Path.GetFileName(pack) == location.Pack.ToString());
        byte[] content = await File.ReadAllBytesAsync(file);
        content[location.Offset + 20] ^= 1;
        File.Delete(file);
        await File.WriteAllBytesAsync(file, content);

        RepositoryDamagedException failure = await Assert.ThrowsAsync<RepositoryDamagedException>(() => CopyAsync(snapshot));

        Assert.Contains(damaged.ToString(), failure.Object, StringComparison.Ordinal);
        await AssertWholeAsync(snapshots: 0);
    }

    [Theory]
    [InlineData(FaultEffect.Before)]
    [InlineData(FaultEffect.After)]
    public async Task Cut_off_at_any_write_it_leaves_whole_snapshots_and_the_next_copy_finishes(FaultEffect effect)
    {
        List<Snapshot> snapshots = [];
        for (int i = 0; i < 3; i++)
        {
            snapshots.Add(await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(HandmadeTrees.File($"file{i}", await Source.SaveChunkAsync($"content {i}")))));
        }

        int call = 0;
        bool hasFailed;
        do
        {
            await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
            StorageFault fault = new() { Call = ++call, Of = StorageCalls.Changes, Effect = effect, EndsAll = true };
            await using ResticRepository faulty = await fixture.OpenAsync(new FaultyStorage(fixture.Storage, fault));
            Exception? failure = await Record.ExceptionAsync(() => new SnapshotCopier(Source, faulty).CopyAsync(snapshots, progress: null, CancellationToken.None));
            hasFailed = failure is not null;
            Assert.True(failure is null or RepositoryException, $"{failure}");

            await AssertWholeAsync(fixture);
            await using ResticRepository again = await fixture.OpenAsync();
            await new SnapshotCopier(Source, again).CopyAsync(snapshots, progress: null, CancellationToken.None);
            Assert.Equal(3, await AssertWholeAsync(fixture));
        }
        while (hasFailed);

        // Of each snapshot: a pack of data, one of trees, an index and itself; then a run that is whole.
        Assert.Equal((4 * snapshots.Count) + 1, call);
    }

    [Fact]
    public async Task A_damaged_snapshot_of_the_destination_is_in_nobody_s_way()
    {
        Snapshot snapshot = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync());
        await CopyAsync(snapshot);
        string damaged = _to.Files("snapshots").Single();
        File.Delete(damaged);
        await File.WriteAllTextAsync(damaged, "damaged");

        CopyResult again = await CopyAsync(snapshot);

        Assert.False(again.Snapshots[0].WasThere);
        Assert.Equal(snapshot.Id, (await OnlyAsync(Destination, again.Snapshots[0].Destination)).Original);
    }

    [Fact]
    public async Task A_snapshot_that_is_gone_from_the_source_is_no_copy()
    {
        Snapshot snapshot = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync());
        await Source.RemoveSnapshotAsync(snapshot.Id, CancellationToken.None);

        await Assert.ThrowsAsync<ObjectNotFoundException>(() => CopyAsync(snapshot));

        await AssertWholeAsync(snapshots: 0);
    }

    [Fact]
    public async Task A_cancelled_copy_saves_no_snapshot()
    {
        Snapshot snapshot = await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(HandmadeTrees.File("file", await Source.SaveChunkAsync("content"))));
        using CancellationTokenSource stop = new();
        ListedProgress progress = new(_ => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SnapshotCopier(Source, Destination).CopyAsync([snapshot], progress, stop.Token));

        await AssertWholeAsync(snapshots: 0);
    }

    [Fact]
    public async Task Progress_only_grows_and_ends_with_the_result()
    {
        Snapshot[] snapshots =
        [
            await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(HandmadeTrees.File("file", await Source.SaveChunkAsync("content")))),
            await Source.SaveSnapshotAsync(await Source.SaveTreeAsync(HandmadeTrees.File("file", await Source.SaveChunkAsync("more")))),
        ];
        ListedProgress progress = new(_ => { });

        CopyResult result = await new SnapshotCopier(Source, Destination).CopyAsync(snapshots, progress, CancellationToken.None);

        Assert.Equal(new CopyProgress(2, 2, result.BlobsCopied, result.BytesCopied), progress.Reports[^1]);
        Assert.Equal(progress.Reports.OrderBy(report => (report.SnapshotsDone, report.BlobsCopied, report.BytesCopied)), progress.Reports);
    }

    [Fact]
    public async Task A_destination_may_cut_as_the_source_does()
    {
        RepositoryOptions options = RepositoryFixture.CheapOptions with { ChunkerPolynomial = Source.Config.ChunkerPolynomial };
        await using RepositoryFixture same = await RepositoryFixture.CreateAsync(options);

        Assert.Equal(Source.Config.ChunkerPolynomial, same.Repository.Config.ChunkerPolynomial);
        Assert.NotEqual(Source.Config.Id, same.Repository.Config.Id);
        Assert.NotEqual(Source.Config.ChunkerPolynomial, Destination.Config.ChunkerPolynomial);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0x3DA3358B4DC174UL)]
    [InlineData(7UL)]
    public void A_polynomial_that_no_repository_could_have_is_refused(ulong polynomial) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepositoryOptions { ChunkerPolynomial = polynomial });

    private Task<CopyResult> CopyAsync(params Snapshot[] snapshots) =>
        new SnapshotCopier(Source, Destination).CopyAsync(snapshots, progress: null, CancellationToken.None);

    private async Task AssertWholeAsync(int snapshots) => Assert.Equal(snapshots, await AssertWholeAsync(_to));

    /// <returns>How many snapshots there are.</returns>
    private static async Task<int> AssertWholeAsync(RepositoryFixture fixture)
    {
        await using ResticRepository repository = await fixture.OpenAsync();
        List<CheckFinding> findings = await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None).ToListAsync();
        Assert.DoesNotContain(findings, finding => finding.Severity == CheckSeverity.Error);
        return await repository.ListSnapshotsAsync(CancellationToken.None).CountAsync();
    }

    private static Task<Snapshot> OnlyAsync(ResticRepository repository, ObjectId id) => repository.LoadSnapshotAsync(id, CancellationToken.None);

    private async Task<int> LengthAsync(ObjectId tree) => (await Source.LoadBlobAsync(new BlobHandle(BlobType.Tree, tree), CancellationToken.None)).Length;

    private ObjectId PackOf(ObjectId chunk) => Source.TryLocate(new BlobHandle(BlobType.Data, chunk), out BlobLocation location) ? location.Pack : default;

    private sealed class ListedProgress(Action<CopyProgress> then) : IProgress<CopyProgress>
    {
        public List<CopyProgress> Reports { get; } = [];

        public void Report(CopyProgress value)
        {
            Reports.Add(value);
            then(value);
        }
    }
}
