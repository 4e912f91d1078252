using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Tests.Snapshots;

public sealed class FindSnapshotTests
{
    [Fact]
    public async Task A_snapshot_is_found_by_the_beginning_of_its_id_and_as_the_latest()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        ObjectId newest = await SaveAsync(fixture, day: 9);
        ObjectId older = await SaveAsync(fixture, day: 1);

        Assert.Equal(older, (await FindAsync(fixture, $"{older}"[..12])).Id);
        Assert.Equal(older, (await FindAsync(fixture, $"{older}".ToUpperInvariant())).Id);
        Assert.Equal(newest, (await FindAsync(fixture, "latest")).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("xyz")]
    public async Task What_is_no_snapshot_is_said_to_be_none(string text)
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();

        SnapshotNotFoundException failure = await Assert.ThrowsAsync<SnapshotNotFoundException>(() => FindAsync(fixture, text));

        Assert.Equal((text, 0), (failure.Text, failure.Matches));
    }

    [Fact]
    public async Task A_beginning_that_several_share_names_none()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        List<ObjectId> ids = [];
        while (ids.Select(id => $"{id}"[0]).Distinct().Count() == ids.Count)
        {
            ids.Add(await SaveAsync(fixture, day: ids.Count + 1));
        }

        SnapshotNotFoundException failure = await Assert.ThrowsAsync<SnapshotNotFoundException>(() => FindAsync(fixture, $"{ids[^1]}"[..1]));

        Assert.Equal(2, failure.Matches);
    }

    private static Task<Snapshot> FindAsync(RepositoryFixture fixture, string text) => fixture.Repository.FindSnapshotAsync(text, CancellationToken.None);

    private static Task<ObjectId> SaveAsync(RepositoryFixture fixture, int day) => fixture.Repository.SaveSnapshotAsync(
        new Snapshot { Time = new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero), Tree = ObjectId.Of([]), Paths = [] }, CancellationToken.None);
}
