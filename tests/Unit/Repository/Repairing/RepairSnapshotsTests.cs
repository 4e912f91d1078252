using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Repairing;

public sealed class RepairSnapshotsTests
{
    private static readonly RepairSnapshotsOptions s_replacing = new() { Replaced = SnapshotFate.Remove };

    [Fact]
    public async Task Whole_snapshots_stay_as_they_are()
    {
        await using RepairFixture fixture = await CreateAsync();
        string[] before = fixture.Objects();

        RepairSnapshotsResult result = await fixture.RepairSnapshotsAsync(s_replacing with { Chunks = ChunkProof.Read, Unreadable = SnapshotFate.Remove });

        Assert.Equal((2, 0, 0, 0), (result.Snapshots, result.Repaired.Count, result.Unreadable.Count, result.SnapshotsRemoved));
        Assert.Equal(before, fixture.Objects());
    }

    [Fact]
    public async Task A_missing_pack_costs_only_what_it_held()
    {
        await using RepairFixture fixture = await RepairFixture.CreateAsync();
        Snapshot earlier = await fixture.BackUpAsync([1], [3]);
        Snapshot damaged = await fixture.BackUpAsync([2, 1, 2], [3]);
        File.Delete(await fixture.PackFileAsync(RepairFixture.Chunk(2)));

        RepairSnapshotsResult result = await fixture.RepairSnapshotsAsync(s_replacing);

        RepairedSnapshot repaired = Assert.Single(result.Repaired);
        Assert.Equal(damaged.Id, repaired.Snapshot);
        Assert.Equal(
            [new PathLoss(TreePath.Parse("top"), "2 of its 3 chunks can't be read", 2 * RepairFixture.ChunkSize)], repaired.Losses);
        Node file = await fixture.NodeAsync(repaired.Tree, "top");
        Assert.Equal([RepairFixture.Chunk(1).Id], file.Content);
        Assert.Equal((ulong)RepairFixture.ChunkSize, file.Size);
        Assert.Equal([RepairFixture.Chunk(3).Id], (await fixture.NodeAsync(repaired.Tree, "below/inner")).Content);
        Assert.Equal(new[] { earlier.Id, repaired.Replacement!.Value }.Order(), (await fixture.SnapshotsAsync()).Select(snapshot => snapshot.Id).Order());
        await fixture.RebuildAsync();
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task A_replacement_is_what_the_old_one_was_and_names_the_first_of_its_kind()
    {
        await using RepairFixture fixture = await RepairFixture.CreateAsync();
        await fixture.BackUpAsync([1], [3]);
        Snapshot damaged = await fixture.BackUpAsync([1, 2], [3]);
        File.Delete(await fixture.PackFileAsync(RepairFixture.Chunk(2)));

        ObjectId replacement = (await fixture.RepairSnapshotsAsync(s_replacing)).Repaired.Single().Replacement!.Value;

        Snapshot repaired = (await fixture.SnapshotsAsync()).Single(snapshot => snapshot.Id == replacement);
        Assert.Equal(damaged.Id, repaired.Original);
        Assert.Equivalent(damaged with { Id = repaired.Id, Tree = repaired.Tree, Original = damaged.Id }, repaired, strict: true);

        File.Delete(await fixture.PackFileAsync(RepairFixture.Below(3)));
        RepairSnapshotsResult again = await fixture.RepairSnapshotsAsync(s_replacing);
        RepairedSnapshot second = again.Repaired.Single(one => one.Snapshot == replacement);
        Assert.Equal(damaged.Id, (await fixture.SnapshotsAsync()).Single(snapshot => snapshot.Id == second.Replacement).Original);
    }

    [Fact]
    public async Task A_snapshot_that_stays_is_told_from_its_replacement_by_a_tag()
    {
        await using RepairFixture fixture = await CreateAsync();
        File.Delete(await fixture.PackFileAsync(RepairFixture.Chunk(1)));

        RepairSnapshotsResult result = await fixture.RepairSnapshotsAsync();

        Assert.Equal(0, result.SnapshotsRemoved);
        List<Snapshot> snapshots = await fixture.SnapshotsAsync();
        Assert.Equal(3, snapshots.Count);
        Assert.Equal(["backup=1", "repaired"], snapshots.Single(snapshot => snapshot.Id == result.Repaired[0].Replacement).Tags!);
    }

    [Fact]
    public async Task A_snapshot_is_replaced_once_however_often_it_is_repaired()
    {
        await using RepairFixture fixture = await CreateAsync();
        File.Delete(await fixture.PackFileAsync(RepairFixture.Chunk(1)));
        ObjectId? replacement = (await fixture.RepairSnapshotsAsync()).Repaired.Single().Replacement;
        string[] before = fixture.Objects();

        Assert.Equal(replacement, (await fixture.RepairSnapshotsAsync()).Repaired.Single().Replacement);
        Assert.Equal(before, fixture.Objects());

        Assert.Equal(replacement, (await fixture.RepairSnapshotsAsync(s_replacing)).Repaired.Single().Replacement);
        Assert.Equal(before.Length - 1, fixture.Objects().Length);
    }

    [Fact]
    public async Task What_snapshots_share_is_repaired_in_each()
    {
        await using RepairFixture fixture = await RepairFixture.CreateAsync();
        await fixture.BackUpAsync([], [3]);
        await fixture.BackUpAsync([1], [3]);
        File.Delete(await fixture.PackFileAsync(RepairFixture.Chunk(3)));

        RepairSnapshotsResult result = await fixture.RepairSnapshotsAsync(s_replacing);

        Assert.Equal(["below/inner", "below/inner"], result.Repaired.Select(repaired => $"{repaired.Losses.Single().Path}"));
        await fixture.RebuildAsync();
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task A_directory_whose_tree_is_lost_is_empty_and_named()
    {
        await using RepairFixture fixture = await CreateAsync();
        File.Delete(await fixture.PackFileAsync(RepairFixture.Below(3)));

        RepairedSnapshot repaired = Assert.Single((await fixture.RepairSnapshotsAsync(s_replacing)).Repaired);

        PathLoss loss = Assert.Single(repaired.Losses);
        Assert.Equal((TreePath.Parse("below"), null), (loss.Path, loss.BytesLost));
        Assert.Contains($"{RepairFixture.Below(3).Id}", loss.Problem, StringComparison.Ordinal);
        Assert.Equal(ObjectId.Of(Tree.Empty.ToJson()), (await fixture.NodeAsync(repaired.Tree, "below")).Subtree);
        Assert.Equal(2, (await fixture.NodeAsync(repaired.Tree, "top")).Content!.Count);
        await fixture.RebuildAsync();
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task A_tree_that_the_index_names_in_a_pack_that_is_gone_is_stored_again()
    {
        await using RepairFixture fixture = await CreateAsync();
        string below = await fixture.PackFileAsync(RepairFixture.Below(3));
        File.Delete(below);
        RepairedSnapshot first = (await fixture.RepairSnapshotsAsync()).Repaired.Single();
        File.Delete(await fixture.PackFileAsync(new BlobHandle(BlobType.Tree, first.Tree)));

        RepairSnapshotsResult result = await fixture.RepairSnapshotsAsync(s_replacing with { Snapshots = [first.Snapshot] });

        Assert.Equal(first.Replacement, result.Repaired.Single().Replacement);
        await fixture.RebuildAsync();
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Theory]
    [InlineData(SnapshotFate.Keep, 2)]
    [InlineData(SnapshotFate.Remove, 1)]
    public async Task A_snapshot_whose_object_is_damaged_is_reported_and_removed_only_when_asked(SnapshotFate fate, int left)
    {
        await using RepairFixture fixture = await CreateAsync();
        string file = fixture.Folder.Files("snapshots")[0];
        RepairFixture.Flip(file, 50);

        RepairSnapshotsResult result = await fixture.RepairSnapshotsAsync(s_replacing with { Unreadable = fate });

        Assert.Equal((2, 2 - left), (result.Snapshots, result.SnapshotsRemoved));
        Assert.Equal(Path.GetFileName(file), $"{Assert.Single(result.Unreadable).Snapshot}");
        Assert.Equal(left, fixture.Folder.Files("snapshots").Length);
    }

    [Theory]
    [InlineData(SnapshotFate.Keep, 2)]
    [InlineData(SnapshotFate.Remove, 1)]
    public async Task A_snapshot_whose_first_tree_is_lost_is_reported_and_removed_only_when_asked(SnapshotFate fate, int left)
    {
        await using RepairFixture fixture = await CreateAsync();
        Snapshot damaged = (await fixture.SnapshotsAsync())[0];
        File.Delete(await fixture.PackFileAsync(RepairFixture.Root(damaged)));

        RepairSnapshotsResult result = await fixture.RepairSnapshotsAsync(s_replacing with { Unreadable = fate });

        Assert.Equal(damaged.Id, Assert.Single(result.Unreadable).Snapshot);
        Assert.Empty(result.Repaired);
        Assert.Equal(left, fixture.Folder.Files("snapshots").Length);
    }

    [Fact]
    public async Task A_chunk_that_is_there_and_damaged_is_found_when_chunks_are_read()
    {
        await using RepairFixture fixture = await CreateAsync();
        RepairFixture.Flip(await fixture.PackFileAsync(RepairFixture.Chunk(1)), 100);

        Assert.Empty((await fixture.RepairSnapshotsAsync()).Repaired);
        RepairedSnapshot repaired = Assert.Single((await fixture.RepairSnapshotsAsync(s_replacing with { Chunks = ChunkProof.Read })).Repaired);

        Assert.Equal(("top", RepairFixture.ChunkSize), ($"{repaired.Losses.Single().Path}", repaired.Losses.Single().BytesLost));
    }

    [Fact]
    public async Task Chunks_cut_off_from_a_pack_are_missed_before_the_index_is_rebuilt()
    {
        await using RepairFixture fixture = await CreateAsync();
        RepairFixture.Change(await fixture.PackFileAsync(RepairFixture.Chunk(1)), content => content[..6_000]);

        RepairedSnapshot repaired = Assert.Single((await fixture.RepairSnapshotsAsync()).Repaired);

        Assert.Equal(["below/inner", "top"], repaired.Losses.Select(loss => $"{loss.Path}"));
        Assert.Equal([RepairFixture.Chunk(1).Id], (await fixture.NodeAsync(repaired.Tree, "top")).Content);
    }

    [Fact]
    public async Task Only_chosen_snapshots_are_repaired()
    {
        await using RepairFixture fixture = await CreateAsync();
        fixture.Folder.Files("data").ToList().ForEach(File.Delete);
        ObjectId chosen = (await fixture.SnapshotsAsync())[0].Id;

        RepairSnapshotsResult result = await fixture.RepairSnapshotsAsync(new RepairSnapshotsOptions { Snapshots = [chosen] });

        Assert.Equal(1, result.Snapshots);
        Assert.Equal(chosen, Assert.Single(result.Unreadable).Snapshot);
        await Assert.ThrowsAsync<ObjectNotFoundException>(
            () => fixture.RepairSnapshotsAsync(new RepairSnapshotsOptions { Snapshots = [ObjectId.Of("none"u8)] }));
    }

    [Fact]
    public async Task A_storage_that_fails_is_no_damage()
    {
        await using RepairFixture fixture = await CreateAsync();
        string[] before = fixture.Objects();
        int failures = 0;
        int call = 0;
        FaultyStorage faulty;
        do
        {
            faulty = new FaultyStorage(fixture.Storage, new StorageFault { Call = ++call, Of = StorageCalls.Reads, Effect = FaultEffect.Torn });
            failures += await FailsAsync(fixture, faulty) ? 1 : 0;
            Assert.Equal(before, fixture.Objects());
        }
        while (faulty.Count(StorageCalls.Reads) >= call);

        Assert.InRange(failures, call - 3, call - 1);
    }

    private static async Task<bool> FailsAsync(RepairFixture fixture, IStorage storage)
    {
        try
        {
            await using ResticRepository repository = await fixture.OpenWithoutIndexAsync(storage);
            RepairSnapshotsOptions options = new() { Replaced = SnapshotFate.Remove, Unreadable = SnapshotFate.Remove, Chunks = ChunkProof.Read };
            Assert.Empty((await repository.RepairSnapshotsAsync(options, progress: null, CancellationToken.None)).Repaired);
            return false;
        }
        catch (StorageException)
        {
            return true;
        }
    }

    private static async Task<RepairFixture> CreateAsync()
    {
        RepairFixture fixture = await RepairFixture.CreateAsync();
        await fixture.BackUpAsync([1, 2], [3]);
        await fixture.BackUpAsync([4], [5, 6]);
        return fixture;
    }
}
