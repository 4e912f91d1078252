using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Retention;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Tests.Retention;

public sealed class ForgetTests
{
    private static readonly ForgetOptions s_last = new() { Policy = new RetentionPolicy { Last = 1 } };

    [Fact]
    public async Task Each_host_and_folder_keeps_its_own()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await SaveAsync(fixture, day: 1, "web01", "/home/a");
        await SaveAsync(fixture, day: 2, "web01", "/home/a");
        await SaveAsync(fixture, day: 1, "web01", "/home/b");
        await SaveAsync(fixture, day: 1, "web02", "/home/a");

        ForgetResult result = await fixture.Repository.ForgetAsync(s_last, CancellationToken.None);

        Assert.Equal((4, 1), (result.Decisions.Count, result.Removed.Count()));
        Assert.Equal(3, (await ListAsync(fixture)).Count);
    }

    [Fact]
    public async Task Without_groups_the_policy_holds_for_all_together()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await SaveAsync(fixture, day: 1, "web01", "/home/a");
        ObjectId newest = await SaveAsync(fixture, day: 2, "web02", "/home/b");

        await fixture.Repository.ForgetAsync(s_last with { Grouping = SnapshotGrouping.None }, CancellationToken.None);

        Assert.Equal(newest, Assert.Single(await ListAsync(fixture)).Id);
    }

    [Fact]
    public async Task A_plan_says_the_same_and_changes_nothing()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        ObjectId older = await SaveAsync(fixture, day: 1, "web01", "/home/a");
        await SaveAsync(fixture, day: 2, "web01", "/home/a");

        ForgetResult plan = await fixture.Repository.PlanForgetAsync(s_last, CancellationToken.None);

        Assert.Equal(older, Assert.Single(plan.Removed).Id);
        Assert.Equal(2, (await ListAsync(fixture)).Count);
    }

    [Fact]
    public async Task Locked_filtered_and_unreadable_snapshots_stay()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        ObjectId locked = await SaveAsync(fixture, day: 1, "web01", "/home/a");
        ObjectId others = await SaveAsync(fixture, day: 2, "web02", "/home/a");
        ObjectId damaged = await SaveAsync(fixture, day: 3, "web01", "/home/a");
        await SaveAsync(fixture, day: 4, "web01", "/home/a");
        await File.WriteAllTextAsync(Path.Combine(fixture.Path, "snapshots", $"{damaged}"), "no snapshot");

        ForgetResult result = await fixture.Repository.ForgetAsync(
            s_last with { Grouping = SnapshotGrouping.None, Filter = snapshot => snapshot.Hostname == "web01", IsLocked = snapshot => snapshot.Id == locked },
            CancellationToken.None);

        Assert.Empty(result.Removed);
        Assert.Equal(2, result.Decisions.Count);
        Assert.Equal([damaged], result.Unreadable);
        Assert.Equal(4, fixture.Files("snapshots").Length);
        Assert.Contains(others, (await ListAsync(fixture)).Select(snapshot => snapshot.Id));
    }

    [Fact]
    public async Task Nothing_is_forgotten_beside_another_client()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await SaveAsync(fixture, day: 1, "web01", "/home/a");
        await using RepositoryLock reader = await fixture.Repository.LockAsync(LockMode.Shared, CancellationToken.None);

        await Assert.ThrowsAsync<RepositoryLockedException>(() => fixture.Repository.ForgetAsync(s_last, CancellationToken.None));

        Assert.Single(await ListAsync(fixture));
    }

    private static Task<ObjectId> SaveAsync(RepositoryFixture fixture, int day, string host, string path) => fixture.Repository.SaveSnapshotAsync(
        new Snapshot { Time = new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero), Tree = ObjectId.Of([]), Hostname = host, Paths = [path] }, CancellationToken.None);

    private static async Task<List<Snapshot>> ListAsync(RepositoryFixture fixture) =>
        await fixture.Repository.ListSnapshotsAsync((_, _) => { }, CancellationToken.None).ToListAsync();
}
