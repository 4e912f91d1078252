using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Storage;
using BackupAccess.Repository.Tests.Trees;

namespace BackupAccess.Repository.Tests.Checking;

public sealed class PackSubsetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(256)]
    public async Task Checks_of_all_parts_read_every_pack_once(int parts)
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        for (int i = 0; i < 12; i++)
        {
            await fixture.Repository.SaveChunkAsync($"content {i}");
        }

        RecordingStorage storage = new(fixture.Storage);
        await using ResticRepository recorded = await fixture.OpenAsync(storage);
        foreach (int part in PartsWithPacks(fixture, parts))
        {
            CheckOptions options = new() { ReadDataSubset = new PackSubset(part, parts) };
            Assert.Empty(await recorded.CheckAsync(options, progress: null, CancellationToken.None).ToListAsync());
        }

        Assert.Equal(
            fixture.Files("data").Select(file => (Path.GetFileName(file), new FileInfo(file).Length)).Order(),
            storage.Reads.Where(read => read.Name.Kind == ObjectKind.Pack).GroupBy(read => $"{read.Name.Id}").Select(pack => (pack.Key, pack.Sum(read => (long)read.Length))).Order());
    }

    [Fact]
    public void Each_pack_is_in_the_part_that_the_first_byte_of_its_id_says()
    {
        ObjectId id = ObjectId.Parse("c8" + new string('1', 62));

        Assert.Equal([201], Enumerable.Range(1, 256).Where(part => new PackSubset(part, 256).Contains(id)));
        Assert.Equal([3], Enumerable.Range(1, 3).Where(part => new PackSubset(part, 3).Contains(id)));
        Assert.True(new PackSubset(1, 1).Contains(id));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, -1)]
    [InlineData(1, 257)]
    public void A_part_that_is_none_is_refused(int part, int parts) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackSubset(part, parts));

    [Fact]
    public async Task A_check_of_a_percentage_and_a_part_is_refused()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        CheckOptions both = new() { ReadDataPercent = 1, ReadDataSubset = new PackSubset(1, 2) };

        Assert.Throws<ArgumentException>(() => fixture.Repository.CheckAsync(both, progress: null, CancellationToken.None));
    }

    /// <summary>All parts, or, of many, those that have something to read and the first and last.</summary>
    private static IEnumerable<int> PartsWithPacks(RepositoryFixture fixture, int parts) => Enumerable.Range(1, parts).Where(part =>
        parts < 10 || part == 1 || part == parts || fixture.Files("data").Any(pack => new PackSubset(part, parts).Contains(ObjectId.Parse(Path.GetFileName(pack)))));
}
