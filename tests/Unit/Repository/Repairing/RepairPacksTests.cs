using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Tests.Storage;

namespace BackupAccess.Repository.Tests.Repairing;

public sealed class RepairPacksTests
{
    [Fact]
    public async Task Whole_packs_stay_as_they_are()
    {
        await using RepairFixture fixture = await CreateAsync();
        string[] before = fixture.Objects();

        RepairPacksResult result = await fixture.RepairPacksAsync();

        Assert.Equal((6, 0), (result.PacksRead, result.PacksDamaged.Count));
        Assert.Equal(before, fixture.Objects());
    }

    [Fact]
    public async Task A_flipped_bit_costs_the_blob_it_is_in()
    {
        await using RepairFixture fixture = await CreateAsync();
        string pack = await fixture.PackFileAsync(RepairFixture.Chunk(2));
        RepairFixture.Flip(pack, 6_000);

        RepairPacksResult result = await fixture.RepairPacksAsync();

        DamagedPack damaged = Assert.Single(result.PacksDamaged);
        Assert.Equal((Path.GetFileName(pack), 2, 1), ($"{damaged.Pack}", damaged.BlobsWhole, damaged.BlobsDamaged));
        Assert.Equal([RepairFixture.Chunk(2)], result.BlobsLost);
        Assert.Equal(2, result.BlobsSalvaged);
        await AssertOnlyLacksAsync(fixture, RepairFixture.Chunk(2));
        Assert.False(File.Exists(pack));
    }

    [Fact]
    public async Task A_flipped_bit_of_the_header_costs_nothing()
    {
        await using RepairFixture fixture = await CreateAsync();
        RepairFixture.Flip(await fixture.PackFileAsync(RepairFixture.Chunk(2)), ^10);

        RepairPacksResult result = await fixture.RepairPacksAsync();

        Assert.Equal((1, 3, 0), (result.PacksDamaged.Count, result.BlobsSalvaged, result.BlobsLost.Count));
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task A_truncated_pack_costs_what_was_cut_off()
    {
        await using RepairFixture fixture = await CreateAsync();
        RepairFixture.Change(await fixture.PackFileAsync(RepairFixture.Chunk(2)), content => content[..11_000]);

        RepairPacksResult result = await fixture.RepairPacksAsync();

        Assert.Equal([RepairFixture.Chunk(3)], result.BlobsLost);
        await AssertOnlyLacksAsync(fixture, RepairFixture.Chunk(3));
    }

    [Fact]
    public async Task A_pack_with_another_s_content_costs_what_only_it_held()
    {
        await using RepairFixture fixture = await CreateAsync();
        byte[] other = await File.ReadAllBytesAsync(await fixture.PackFileAsync(RepairFixture.Chunk(4)));
        RepairFixture.Change(await fixture.PackFileAsync(RepairFixture.Chunk(1)), _ => other);

        RepairPacksResult result = await fixture.RepairPacksAsync();

        Assert.Equal(0, result.BlobsSalvaged);
        Assert.Equal(new[] { 1, 2, 3 }.Select(RepairFixture.Chunk).OrderBy(blob => blob.Id), result.BlobsLost);
        await AssertOnlyLacksAsync(fixture, RepairFixture.Chunk(1), RepairFixture.Chunk(2), RepairFixture.Chunk(3));
    }

    [Fact]
    public async Task A_pack_under_another_name_costs_nothing()
    {
        await using RepairFixture fixture = await CreateAsync();
        string pack = await fixture.PackFileAsync(RepairFixture.Chunk(1));
        string name = $"{ObjectId.Of("another"u8)}";
        Directory.CreateDirectory(Path.Combine(fixture.Folder.Path, "data", name[..2]));
        File.Move(pack, Path.Combine(fixture.Folder.Path, "data", name[..2], name));

        RepairPacksResult result = await fixture.RepairPacksAsync();

        Assert.Equal((1, 1, 3), (result.PacksDamaged.Count, result.PacksMissing.Count, result.BlobsSalvaged));
        Assert.Empty(result.BlobsLost);
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task What_another_pack_has_whole_is_neither_lost_nor_copied()
    {
        await using RepairFixture fixture = await CreateAsync();
        string pack = await fixture.PackFileAsync(RepairFixture.Chunk(1));
        byte[] content = await File.ReadAllBytesAsync(pack);
        File.Delete(pack);
        await fixture.RebuildAsync();
        await fixture.BackUpAsync([1, 2], [3]);
        await File.WriteAllBytesAsync(pack, content);
        RepairFixture.Flip(pack, 100);

        RepairPacksResult result = await fixture.RepairPacksAsync();

        Assert.Equal((2, 0, 0), (Assert.Single(result.PacksDamaged).BlobsWhole, result.BlobsSalvaged, result.BlobsLost.Count));
        Assert.Empty(await fixture.ErrorsAsync());
    }

    [Fact]
    public async Task What_a_missing_pack_held_is_listed()
    {
        await using RepairFixture fixture = await CreateAsync();
        string pack = await fixture.PackFileAsync(RepairFixture.Chunk(4));
        File.Delete(pack);

        RepairPacksResult result = await fixture.RepairPacksAsync();

        Assert.Equal([Path.GetFileName(pack)], result.PacksMissing.Select(missing => $"{missing}"));
        Assert.Equal(3, result.BlobsLost.Count);
        await AssertOnlyLacksAsync(fixture, RepairFixture.Chunk(4), RepairFixture.Chunk(5), RepairFixture.Chunk(6));
    }

    [Fact]
    public async Task A_pack_of_which_neither_header_nor_index_tells_goes()
    {
        await using RepairFixture fixture = await CreateAsync();
        string pack = await fixture.PackFileAsync(RepairFixture.Chunk(4));
        RepairFixture.Change(pack, content => content[..^1]);
        fixture.Folder.Files("index").ToList().ForEach(File.Delete);

        RepairPacksResult result = await fixture.RepairPacksAsync();

        Assert.Equal((1, 0), (result.PacksDamaged.Count, result.BlobsSalvaged));
        Assert.False(File.Exists(pack));
        Assert.True(await fixture.CanLoadAsync(RepairFixture.Chunk(1)));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1_500_000_000u)]
    public async Task A_file_of_holes_is_a_damaged_pack_and_isn_t_read(uint headerLength)
    {
        await using RepairFixture fixture = await CreateAsync();
        string named = await fixture.PackFileAsync(RepairFixture.Chunk(4));
        string stray = Path.Combine(fixture.Folder.Path, "data", $"{ObjectId.Of("stray"u8)}"[..2], $"{ObjectId.Of("stray"u8)}");
        byte[] head = (await File.ReadAllBytesAsync(named))[..RepairFixture.ChunkSize];
        MakeHoles(named, head, headerLength);
        MakeHoles(stray, [], headerLength);
        RecordingStorage storage = new(fixture.Storage);

        RepairPacksResult result;
        await using (ResticRepository repository = await fixture.OpenWithoutIndexAsync(storage))
        {
            result = await repository.RepairPacksAsync(RepairPacksOptions.Default, progress: null, CancellationToken.None);
        }

        Assert.Equal((7, 2, 3), (result.PacksRead, result.PacksDamaged.Count, result.BlobsSalvaged + result.BlobsLost.Count));
        Assert.True(storage.Reads.Max(read => read.Length) < 1_000_000);
        Assert.False(File.Exists(named) || File.Exists(stray));
    }

    [Fact]
    public async Task A_pack_of_any_size_is_read_in_pieces()
    {
        await using RepairFixture fixture = await CreateAsync();
        int[] chunks = [.. Enumerable.Range(100, 2_500)];
        await fixture.BackUpAsync(chunks, []);
        RepairFixture.Flip(await fixture.PackFileAsync(RepairFixture.Chunk(2_000)), 9_000_000);
        RecordingStorage storage = new(fixture.Storage);

        RepairPacksResult result;
        await using (ResticRepository repository = await fixture.OpenWithoutIndexAsync(storage))
        {
            result = await repository.RepairPacksAsync(RepairPacksOptions.Default, progress: null, CancellationToken.None);
        }

        Assert.Equal((1, 2_499), (result.BlobsLost.Count, result.BlobsSalvaged));
        Assert.True(storage.Reads.Max(read => read.Length) <= 4 * 1024 * 1024);
    }

    [Fact]
    public async Task Only_chosen_packs_are_read()
    {
        await using RepairFixture fixture = await CreateAsync();
        string first = await fixture.PackFileAsync(RepairFixture.Chunk(1));
        string second = await fixture.PackFileAsync(RepairFixture.Chunk(4));
        RepairFixture.Flip(first, 100);
        RepairFixture.Flip(second, 100);

        RepairPacksResult result = await fixture.RepairPacksAsync(new RepairPacksOptions { Packs = [ObjectId.Parse(Path.GetFileName(second))] });

        Assert.Equal((1, 1), (result.PacksRead, result.PacksDamaged.Count));
        Assert.True(File.Exists(first));
        Assert.False(File.Exists(second));
    }

    [Fact]
    public async Task What_one_reading_alone_gets_wrong_is_no_damage()
    {
        await using RepairFixture fixture = await CreateAsync();
        string[] before = fixture.Objects();
        MisreadingStorage misreading = new(fixture.Storage);
        await using ResticRepository repository = await fixture.OpenWithoutIndexAsync(misreading);

        Assert.Empty((await repository.RepairPacksAsync(RepairPacksOptions.Default, progress: null, CancellationToken.None)).PacksDamaged);
        misreading.Forget();
        RepairSnapshotsOptions options = new() { Replaced = SnapshotFate.Remove, Unreadable = SnapshotFate.Remove, Chunks = ChunkProof.Read };
        RepairSnapshotsResult result = await repository.RepairSnapshotsAsync(options, progress: null, CancellationToken.None);

        Assert.Equal((0, 0), (result.Repaired.Count, result.Unreadable.Count));
        Assert.Equal(before, fixture.Objects());
    }

    [Fact]
    public async Task Whatever_is_damaged_all_repairs_together_leave_a_repository_without_errors()
    {
        for (int run = RandomRuns.Of(400); run > 0; run--)
        {
            int seed = Random.Shared.Next();
            await using RepairFixture fixture = await CreateAsync();
            DamageSome(fixture, new Random(seed));

            await fixture.RepairPacksAsync();
            await fixture.RepairSnapshotsAsync(new RepairSnapshotsOptions { Replaced = SnapshotFate.Remove, Unreadable = SnapshotFate.Remove });

            List<CheckFinding> errors = await fixture.ErrorsAsync();
            Assert.True(errors.Count == 0, $"seed {seed}: {string.Join('\n', errors)}");
        }
    }

    /// <summary>Two GiB that take no room, after some first bytes, and before what looks like the length of a header.</summary>
    private static void MakeHoles(string path, byte[] head, uint headerLength)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        using FileStream file = File.Create(path);
        file.Write(head);
        file.Position = 2_147_483_648;
        file.Write(BitConverter.GetBytes(headerLength));
    }

    /// <summary>Flips, cuts off or deletes, of some objects of any kind.</summary>
    private static void DamageSome(RepairFixture fixture, Random random)
    {
        string[] objects = fixture.Objects();
        random.Shuffle(objects);
        foreach (string file in objects[..random.Next(1, 4)])
        {
            switch (random.Next(3))
            {
                case 0:
                    RepairFixture.Flip(file, random.Next((int)new FileInfo(file).Length));
                    break;
                case 1:
                    RepairFixture.Change(file, content => content[..random.Next(content.Length)]);
                    break;
                default:
                    File.Delete(file);
                    break;
            }
        }
    }

    /// <summary>A check finds nothing wrong but that a tree needs one of these.</summary>
    private static async Task AssertOnlyLacksAsync(RepairFixture fixture, params BlobHandle[] lost)
    {
        List<CheckFinding> errors = await fixture.ErrorsAsync();
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Contains(lost, blob => error.Problem.Contains($"chunk {blob.Id}", StringComparison.Ordinal)));
    }

    private static async Task<RepairFixture> CreateAsync()
    {
        RepairFixture fixture = await RepairFixture.CreateAsync();
        await fixture.BackUpAsync([1, 2], [3]);
        await fixture.BackUpAsync([4], [5, 6]);
        return fixture;
    }
}
