using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Pruning;

public sealed class PruneTests
{
    private static readonly PruneOptions s_quarantined = new() { MaxUnusedPercent = 0, Quarantine = TimeSpan.FromHours(24) };

    [Fact]
    public async Task What_only_forgotten_snapshots_need_goes_and_the_rest_stays()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        ObjectId forgotten = await fixture.BackUpAsync(1, 2, 3);
        await fixture.BackUpAsync(3, 4);
        long before = await fixture.StoredBytesAsync();
        await fixture.ForgetAsync(forgotten);

        PruneResult result = await fixture.PruneAsync();

        Assert.Equal((1, 3), (result.Snapshots, result.BlobsUsed));
        Assert.Equal(0, result.BytesUnusedKept);
        Assert.InRange(result.BytesUnused, 40_000, 45_000);
        Assert.InRange(before - await fixture.StoredBytesAsync(), 40_000, 45_000);
        await fixture.AssertWholeAsync();
    }

    [Fact]
    public async Task A_second_prune_finds_nothing_to_do()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        ObjectId forgotten = await fixture.BackUpAsync(1, 2);
        await fixture.BackUpAsync(2, 3);
        await fixture.ForgetAsync(forgotten);
        await fixture.PruneAsync();
        string[] before = AllFiles(fixture);

        PruneResult again = await fixture.PruneAsync();

        Assert.Equal((0, 0, 0, 0L), (again.PacksRepacked, again.PacksRemoved, again.PacksDeleted, again.BytesUnused));
        Assert.Equal(before, AllFiles(fixture));
    }

    [Fact]
    public async Task A_plan_says_what_a_prune_does_and_changes_nothing()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        ObjectId forgotten = await fixture.BackUpAsync(1, 2, 3);
        await fixture.BackUpAsync(3);
        await fixture.ForgetAsync(forgotten);
        string[] before = AllFiles(fixture);

        PruneResult plan = await fixture.PlanAsync();

        Assert.Equal(before, AllFiles(fixture));
        Assert.Equal(await fixture.PruneAsync(), plan);
    }

    [Fact]
    public async Task Waste_within_the_limit_stays_where_it_is()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        ObjectId forgotten = await fixture.BackUpAsync([.. Enumerable.Range(0, 300)]);
        await fixture.BackUpAsync([.. Enumerable.Range(0, 290)]);
        await fixture.ForgetAsync(forgotten);

        PruneResult result = await fixture.PruneAsync(new PruneOptions { MaxUnusedPercent = 5, Quarantine = TimeSpan.Zero });
        Assert.InRange(result.BytesUnusedKept, 10 * 20_000, 10 * 20_100);

        PruneResult strict = await fixture.PruneAsync();
        Assert.Equal(0, strict.BytesUnusedKept);
        await fixture.AssertWholeAsync();
    }

    [Fact]
    public async Task Packs_of_many_small_backups_become_one_of_each_kind()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        for (int i = 0; i < 10; i++)
        {
            await fixture.BackUpAsync(i);
        }

        await fixture.PruneAsync();

        Assert.Equal(2, fixture.Folder.Files("data").Length);
        Assert.InRange(fixture.Folder.Files("index").Length, 1, 2);
        await fixture.AssertWholeAsync();
    }

    [Fact]
    public async Task A_repository_without_snapshots_becomes_empty()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        await fixture.ForgetAsync(await fixture.BackUpAsync(1, 2));

        await fixture.PruneAsync();

        Assert.Empty(fixture.Folder.Files("data"));
        Assert.Empty(fixture.Folder.Files("index"));
        await fixture.AssertWholeAsync();
    }

    [Fact]
    public async Task Packs_are_set_aside_first_and_deleted_when_their_quarantine_is_over()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        await fixture.ForgetAsync(await fixture.BackUpAsync(1, 2));

        PruneResult first = await fixture.PruneAsync(s_quarantined);
        Assert.Equal((2, 0), (first.PacksQuarantined, first.PacksDeleted));
        Assert.Equal(2, fixture.Folder.Files("data").Length);

        fixture.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal((2, 0), Counts(await fixture.PruneAsync(s_quarantined)));
        fixture.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 2), Counts(await fixture.PruneAsync(s_quarantined)));

        Assert.Empty(fixture.Folder.Files("data"));
        Assert.Empty(fixture.Folder.Files("quarantine"));
    }

    [Theory]
    [InlineData(-1, 23.9, 0.1, 0)]
    [InlineData(-1, 24.9, 1.0, 0)]
    [InlineData(-1, 47.0, 24.0, 0)]
    [InlineData(-1, 47.0, 25.0, 2)]
    [InlineData(5, 23.9, 10.0, 0)]
    [InlineData(5, 40.0, 23.9, 0)]
    [InlineData(5, 40.0, 24.1, 2)]
    [InlineData(5, 24.0 * 31, 0.1, 2)]
    public async Task A_quarantine_ends_when_it_has_passed_for_certain(double since, double wall, double elapsed, int deleted)
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        await fixture.ForgetAsync(await fixture.BackUpAsync(1, 2));
        DateTimeOffset setAside = fixture.Time.GetUtcNow();
        await fixture.PruneAsync(s_quarantined);

        fixture.Time.Advance(TimeSpan.FromHours(wall));
        ElapsedTime known = new(setAside.AddHours(since), TimeSpan.FromHours(elapsed), TimeSpan.FromDays(30));

        Assert.Equal((2 - deleted, deleted), Counts(await fixture.PruneAsync(s_quarantined with { Elapsed = known })));
    }

    [Fact]
    public async Task A_clock_that_went_back_deletes_nothing()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        await fixture.ForgetAsync(await fixture.BackUpAsync(1));
        await fixture.PruneAsync(s_quarantined);

        fixture.Time.Advance(TimeSpan.FromDays(-3));

        Assert.Equal((2, 0), Counts(await fixture.PruneAsync(s_quarantined)));
    }

    [Fact]
    public async Task What_a_snapshot_counts_on_comes_back_out_of_quarantine()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        ObjectId forgotten = await fixture.BackUpAsync(1, 2);
        string path = fixture.Folder.Files("snapshots")[0];
        byte[] snapshot = await File.ReadAllBytesAsync(path);
        await fixture.ForgetAsync(forgotten);
        await fixture.PruneAsync(s_quarantined);
        await File.WriteAllBytesAsync(path, snapshot);

        fixture.Time.Advance(TimeSpan.FromDays(2));
        PruneResult result = await fixture.PruneAsync(s_quarantined);

        Assert.Equal((2, 0), (result.PacksRecovered, result.PacksDeleted));
        await using ResticRepository repository = await fixture.OpenAsync(fixture.Storage);
        Assert.Equal(20_000, (await repository.LoadBlobAsync(new BlobHandle(BlobType.Data, ChunkId(1)), CancellationToken.None)).Length);
    }

    [Fact]
    public async Task A_missing_pack_that_is_needed_ends_the_prune_before_it_changes_anything()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        await fixture.BackUpAsync(1);
        await fixture.ForgetAsync(await fixture.BackUpAsync(2));
        string pack = await PackOfAsync(fixture, ChunkId(1));
        File.Delete(fixture.Folder.Files("data").Single(path => path.EndsWith(pack, StringComparison.Ordinal)));
        string[] before = AllFiles(fixture);

        RepositoryDamagedException damage = await Assert.ThrowsAsync<RepositoryDamagedException>(() => fixture.PruneAsync());

        Assert.Equal($"pack {pack}", damage.Object);
        Assert.Equal(before, AllFiles(fixture));
    }

    [Fact]
    public async Task A_blob_that_no_index_names_ends_the_prune_and_the_snapshot_is_named()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        ObjectId snapshot = await fixture.BackUpAsync(1);
        string pack = await PackOfAsync(fixture, ChunkId(1));
        fixture.Folder.Files("index").ToList().ForEach(File.Delete);
        File.Delete(fixture.Folder.Files("data").Single(path => path.EndsWith(pack, StringComparison.Ordinal)));

        RepositoryDamagedException damage = await Assert.ThrowsAsync<RepositoryDamagedException>(() => fixture.PruneAsync());

        Assert.Equal($"snapshot {snapshot}", damage.Object);
        Assert.Contains($"{ChunkId(1)}", damage.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_may_be_at_work()
    {
        await using PruneFixture fixture = await PruneFixture.CreateAsync();
        await using ResticRepository other = await fixture.OpenAsync(fixture.Storage);
        await using (await other.LockAsync(LockMode.Shared, CancellationToken.None))
        {
            await Assert.ThrowsAsync<RepositoryLockedException>(() => fixture.PruneAsync());
        }

        await fixture.PruneAsync();
        Assert.Empty(fixture.Folder.Files("locks"));
    }

    [Theory]
    [InlineData(FaultEffect.Before)]
    [InlineData(FaultEffect.After)]
    public async Task Killed_at_any_change_it_loses_nothing_and_the_next_prune_finishes(FaultEffect effect)
    {
        int call = 0;
        bool isWhole;
        do
        {
            call++;
            await using PruneFixture fixture = await PruneFixture.CreateAsync();
            ObjectId forgotten = await fixture.BackUpAsync(1, 2, 3);
            await fixture.BackUpAsync(3, 4);
            await fixture.BackUpAsync(5);
            await fixture.ForgetAsync(forgotten);
            await fixture.PruneAsync(s_quarantined);
            fixture.Time.Advance(TimeSpan.FromDays(1));
            await fixture.ForgetAsync(await fixture.BackUpAsync(6));

            isWhole = await TryPruneAsync(fixture, new StorageFault { Call = call, Of = StorageCalls.Changes, Effect = effect, EndsAll = true });
            await fixture.AssertWholeAsync();

            // The lock of whoever was killed counts for nothing after a while.
            fixture.Time.Advance(TimeSpan.FromHours(1));
            await fixture.PruneAsync();
            await fixture.AssertWholeAsync();
            PruneResult left = await fixture.PlanAsync();
            Assert.Equal((0L, 0), (left.BytesUnused, left.PacksQuarantined));
        }
        while (!isWhole);

        Assert.InRange(call, 12, 40);
    }

    private static async Task<bool> TryPruneAsync(PruneFixture fixture, StorageFault fault)
    {
        try
        {
            await fixture.PruneAsync(s_quarantined, new FaultyStorage(fixture.Storage, fault));
            return true;
        }
        catch (RepositoryException)
        {
            return false;
        }
    }

    private static (int Quarantined, int Deleted) Counts(PruneResult result) => (result.PacksQuarantined, result.PacksDeleted);

    private static string[] AllFiles(PruneFixture fixture) =>
        [.. new[] { "data", "index", "snapshots" }.SelectMany(fixture.Folder.Files).Order(StringComparer.Ordinal)];

    private static ObjectId ChunkId(int chunk)
    {
        byte[] content = new byte[20_000];
        new Random(chunk).NextBytes(content);
        return ObjectId.Of(content);
    }

    private static async Task<string> PackOfAsync(PruneFixture fixture, ObjectId chunk)
    {
        await using ResticRepository repository = await fixture.OpenAsync(fixture.Storage);
        Assert.True(repository.TryLocate(new BlobHandle(BlobType.Data, chunk), out BlobLocation location));
        return $"{location.Pack}";
    }
}
