using System.Buffers;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Repairing;

public sealed class RebuildIndexTests
{
    private static readonly PruneOptions s_quarantined = new() { MaxUnusedPercent = 0, Quarantine = TimeSpan.FromHours(24) };

    [Theory]
    [InlineData(IndexSource.PacksAndIndex, 0)]
    [InlineData(IndexSource.Packs, 6)]
    public async Task An_index_that_is_right_stays_as_it_is(IndexSource source, int read)
    {
        await using RepairFixture fixture = await CreateAsync();
        string[] before = fixture.Objects();

        RebuildIndexResult result = await fixture.RebuildAsync(source);

        Assert.Equal((6, read, 0), (result.Packs, result.PacksRead, result.IndexObjectsWritten));
        Assert.Empty(result.PacksAdded);
        Assert.Empty(result.IndexObjectsRemoved);
        Assert.Equal(before, fixture.Objects());
    }

    [Fact]
    public async Task A_lost_index_is_read_from_the_packs()
    {
        await using RepairFixture fixture = await CreateAsync();
        fixture.Folder.Files("index").ToList().ForEach(File.Delete);

        RebuildIndexResult result = await fixture.RebuildAsync();

        Assert.Equal((6, 6, 1), (result.PacksRead, result.PacksAdded.Count, result.IndexObjectsWritten));
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task A_damaged_index_object_is_replaced_and_the_others_stay()
    {
        await using RepairFixture fixture = await CreateAsync();
        string[] indexes = fixture.Folder.Files("index");
        RepairFixture.Flip(indexes[0], 40);

        RebuildIndexResult result = await fixture.RebuildAsync();

        Assert.Equal((1, 1), (result.PacksRead, result.IndexObjectsWritten));
        Assert.Equal([Path.GetFileName(indexes[0])], result.IndexObjectsRemoved.Select(index => $"{index}"));
        Assert.Superset(indexes[1..].ToHashSet(), fixture.Folder.Files("index").ToHashSet());
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task Each_pack_is_named_by_one_object_in_the_end()
    {
        await using RepairFixture fixture = await CreateAsync();
        Dictionary<string, byte[]> former = fixture.Folder.Files("index").ToDictionary(file => file, File.ReadAllBytes);
        former.Keys.ToList().ForEach(File.Delete);
        await fixture.RebuildAsync();
        former.ToList().ForEach(file => File.WriteAllBytes(file.Key, file.Value));

        RebuildIndexResult result = await fixture.RebuildAsync();

        Assert.Equal((0, 0), (result.PacksAdded.Count, result.IndexObjectsWritten));
        Assert.Equal(former.Keys.Select(Path.GetFileName).Order(StringComparer.Ordinal), result.IndexObjectsRemoved.Select(index => $"{index}"));
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task A_pack_that_is_gone_is_dropped_and_named()
    {
        await using RepairFixture fixture = await CreateAsync();
        string pack = await fixture.PackFileAsync(RepairFixture.Chunk(1));
        File.Delete(pack);

        RebuildIndexResult result = await fixture.RebuildAsync();

        Assert.Equal([Path.GetFileName(pack)], result.PacksDropped.Select(dropped => $"{dropped}"));
        Assert.Equal((5, 0), (result.Packs, result.PacksRead));
        Assert.DoesNotContain(await fixture.ErrorsAsync(), error => error.Object.StartsWith("pack", StringComparison.Ordinal));
        Assert.True(await fixture.CanLoadAsync(RepairFixture.Chunk(4)));
    }

    [Fact]
    public async Task A_truncated_pack_is_named_and_what_opens_in_it_is_still_found()
    {
        await using RepairFixture fixture = await CreateAsync();
        string pack = await fixture.PackFileAsync(RepairFixture.Chunk(1));
        RepairFixture.Change(pack, content => content[..7_000]);

        UnreadablePack unreadable = Assert.Single((await fixture.RebuildAsync()).PacksUnreadable);

        Assert.Equal((Path.GetFileName(pack), 1), ($"{unreadable.Pack}", unreadable.BlobsKept));
        Assert.True(await fixture.CanLoadAsync(RepairFixture.Chunk(1)));
        await using ResticRepository repository = await fixture.OpenAsync(fixture.Storage);
        Assert.False(repository.Contains(RepairFixture.Chunk(2)));
        Assert.Equal(0, (await fixture.RebuildAsync()).IndexObjectsWritten);
    }

    [Fact]
    public async Task What_an_index_says_falsely_but_plausibly_is_found_when_every_pack_is_asked()
    {
        await using RepairFixture fixture = await CreateAsync();
        await ReplaceIndexAsync(fixture, RepairFixture.Chunk(1), blobs => [blobs[0] with { Handle = RepairFixture.Chunk(77) }, .. blobs.Skip(1)]);
        Assert.False(await fixture.CanLoadAsync(RepairFixture.Chunk(1)));

        Assert.Empty((await fixture.RebuildAsync()).PacksAdded);
        Assert.Single((await fixture.RebuildAsync(IndexSource.Packs)).PacksAdded);

        Assert.Empty(await fixture.ErrorsAsync());
        Assert.True(await fixture.CanLoadAsync(RepairFixture.Chunk(1)));
    }

    [Fact]
    public async Task What_an_index_leaves_out_of_a_pack_is_added()
    {
        await using RepairFixture fixture = await CreateAsync();
        await ReplaceIndexAsync(fixture, RepairFixture.Chunk(1), blobs => [.. blobs.Skip(1)]);

        Assert.Single((await fixture.RebuildAsync()).PacksAdded);

        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task What_an_index_misplaces_in_a_pack_is_put_right()
    {
        await using RepairFixture fixture = await CreateAsync();
        await ReplaceIndexAsync(fixture, RepairFixture.Chunk(1), blobs => [.. blobs.Select(blob => blob with { Offset = blob.Offset + 1 })]);
        Assert.False(await fixture.CanLoadAsync(RepairFixture.Chunk(1)));

        Assert.Single((await fixture.RebuildAsync()).PacksAdded);

        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task A_pack_whose_header_is_damaged_stays_named_as_far_as_its_blobs_open()
    {
        await using RepairFixture fixture = await CreateAsync();
        RepairFixture.Flip(await fixture.PackFileAsync(RepairFixture.Chunk(1)), ^10);

        Assert.Empty((await fixture.RebuildAsync()).PacksUnreadable);
        RebuildIndexResult result = await fixture.RebuildAsync(IndexSource.Packs);

        Assert.Equal((3, 0), (Assert.Single(result.PacksUnreadable).BlobsKept, result.IndexObjectsWritten));
    }

    [Theory]
    [InlineData(FaultEffect.Before)]
    [InlineData(FaultEffect.After)]
    public async Task Killed_at_any_change_the_index_knows_no_less_than_before(FaultEffect effect)
    {
        int call = 0;
        bool isKilled;
        do
        {
            await using RepairFixture fixture = await CreateAsync();
            await ReplaceIndexAsync(fixture, RepairFixture.Chunk(1), blobs => [.. blobs.Skip(1)]);
            FaultyStorage faulty = new(fixture.Storage, new StorageFault { Call = ++call, Of = StorageCalls.Changes, Effect = effect, EndsAll = true });
            isKilled = await FailsAsync(async () =>
            {
                await using ResticRepository repository = await fixture.OpenWithoutIndexAsync(faulty);
                await repository.RebuildIndexAsync(RebuildIndexOptions.Default, progress: null, CancellationToken.None);
            });

            foreach (int chunk in Enumerable.Range(2, 5))
            {
                Assert.True(await fixture.CanLoadAsync(RepairFixture.Chunk(chunk)), $"call {call}: chunk {chunk}");
            }
        }
        while (isKilled);

        Assert.InRange(call, 4, 10);
    }

    [Fact]
    public async Task A_pack_set_aside_is_named_again_and_its_quarantine_begins_anew()
    {
        await using RepairFixture fixture = await RepairFixture.CreateAsync();
        Snapshot forgotten = await fixture.BackUpAsync([1, 2], [3]);
        File.Delete(fixture.Folder.Files("snapshots").Single(path => path.EndsWith($"{forgotten.Id}", StringComparison.Ordinal)));
        await PruneAsync(fixture);
        fixture.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(3, (await fixture.RebuildAsync()).PacksAdded.Count);

        Assert.Equal((3, 0), Counts(await PruneAsync(fixture)));
        fixture.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal((3, 0), Counts(await PruneAsync(fixture)));
        fixture.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 3), Counts(await PruneAsync(fixture)));
    }

    [Fact]
    public async Task A_pack_set_aside_that_a_new_backup_counts_on_is_never_deleted()
    {
        await using RepairFixture fixture = await RepairFixture.CreateAsync();
        Snapshot forgotten = await fixture.BackUpAsync([1, 2], [3]);
        File.Delete(fixture.Folder.Files("snapshots").Single(path => path.EndsWith($"{forgotten.Id}", StringComparison.Ordinal)));
        await PruneAsync(fixture);
        await fixture.RebuildAsync();
        string[] packs = fixture.Folder.Files("data");
        await fixture.BackUpAsync([1, 2], [3]);
        Assert.Equal(packs, fixture.Folder.Files("data"));

        fixture.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, (await PruneAsync(fixture)).PacksDeleted);

        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task Nobody_else_may_be_at_work()
    {
        await using RepairFixture fixture = await CreateAsync();
        await using ResticRepository other = await fixture.OpenAsync(fixture.Storage);
        await using (await other.LockAsync(LockMode.Shared, CancellationToken.None))
        {
            await using ResticRepository repository = await fixture.OpenAsync(fixture.Storage);
            await Assert.ThrowsAsync<RepositoryLockedException>(() => repository.RebuildIndexAsync(RebuildIndexOptions.Default, progress: null, CancellationToken.None));
        }

        await fixture.RebuildAsync();
        Assert.Empty(fixture.Folder.Files("locks"));
    }

    [Fact]
    public async Task A_storage_that_fails_is_no_damage()
    {
        await using RepairFixture fixture = await CreateAsync();
        RepairFixture.Change(await fixture.PackFileAsync(RepairFixture.Chunk(1)), content => content[..7_000]);
        string[] before = fixture.Objects();
        bool failed;
        int call = 0;
        do
        {
            FaultyStorage faulty = new(fixture.Storage, new StorageFault { Call = ++call, Of = StorageCalls.Reads, Effect = FaultEffect.Torn });
            failed = await FailsAsync(() => PlanAsync(fixture, faulty));
            Assert.Equal(before, fixture.Objects());
        }
        while (failed);

        Assert.InRange(call, 15, 60);
    }

    private static async Task<RepairFixture> CreateAsync()
    {
        RepairFixture fixture = await RepairFixture.CreateAsync();
        await fixture.BackUpAsync([1, 2], [3]);
        await fixture.BackUpAsync([4], [5, 6]);
        return fixture;
    }

    private static async Task PlanAsync(RepairFixture fixture, IStorage storage)
    {
        await using ResticRepository repository = await fixture.OpenWithoutIndexAsync(storage);
        Assert.Single((await repository.PlanRebuildIndexAsync(RebuildIndexOptions.Default, CancellationToken.None)).PacksUnreadable);
    }

    private static async Task<bool> FailsAsync(Func<Task> work)
    {
        try
        {
            await work();
            return false;
        }
        catch (StorageException)
        {
            return true;
        }
    }

    /// <summary>Puts another object in the place of the one that names the blob's pack.</summary>
    private static async Task ReplaceIndexAsync(RepairFixture fixture, BlobHandle blob, Func<List<PackedBlob>, List<PackedBlob>> change)
    {
        RepositoryContext context = await fixture.ContextAsync();
        IndexObjects index = await IndexObjects.LoadAsync(context, onDamage: null, CancellationToken.None);
        Assert.True(index.Blobs.TryLocate(blob, out BlobLocation location));
        ArrayBufferWriter<byte> json = new();
        IndexFile.Write([(location.Pack, change(index.Blobs.ListPacks()[location.Pack]))], json);
        await context.Files.SaveAsync(ObjectKind.Index, json.WrittenMemory, CancellationToken.None);
        ObjectId former = index.PacksOf.Single(packs => packs.Value.ContainsKey(location.Pack)).Key;
        await fixture.Storage.DeleteAsync(new ObjectName(ObjectKind.Index, former), CancellationToken.None);
    }

    private static async Task<PruneResult> PruneAsync(RepairFixture fixture)
    {
        await using ResticRepository repository = await fixture.OpenAsync(fixture.Storage);
        return await repository.PruneAsync(s_quarantined, progress: null, CancellationToken.None);
    }

    private static (int Quarantined, int Deleted) Counts(PruneResult result) => (result.PacksQuarantined, result.PacksDeleted);
}
