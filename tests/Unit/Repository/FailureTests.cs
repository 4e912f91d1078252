using System.Text;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests;

public sealed class FailureTests
{
    private const int DataPacks = 2;

    [Theory]
    [InlineData(FaultEffect.Before)]
    [InlineData(FaultEffect.After)]
    public async Task Whichever_write_fails_the_failure_surfaces_and_what_was_acknowledged_stands(FaultEffect effect)
    {
        int failingCall = 0;
        bool hasFailed;
        do
        {
            failingCall++;
            await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
            ObjectId acknowledged = await BackUpAsync(fixture.Repository, seed: 1, dataPacks: 0);

            hasFailed = !await TryBackUpAsync(fixture, new FaultyStorage(fixture.Storage, Death(failingCall, effect)));

            List<CheckFinding> findings = await fixture.Repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None).ToListAsync();
            Assert.DoesNotContain(findings, finding => finding.Severity == CheckSeverity.Error);
            Assert.Equal(acknowledged, (await fixture.Repository.LoadSnapshotAsync(acknowledged, CancellationToken.None)).Id);
        }
        while (hasFailed);

        // A lock, the packs of data and of trees, an index or more, the snapshot, and the lock's removal; then one that is whole.
        Assert.InRange(failingCall, DataPacks + 5, DataPacks + 9);
    }

    [Fact]
    public async Task A_repository_whose_making_fails_is_none()
    {
        for (int failingCall = 1; failingCall <= 2; failingCall++)
        {
            using TemporaryFolder folder = new();
            LocalStorage storage = new(folder.Under("repository"));

            await Assert.ThrowsAsync<StorageException>(() => ResticRepository.CreateAsync(
                new FaultyStorage(storage, Death(failingCall, FaultEffect.Before)), RepositoryFixture.Password, RepositoryFixture.CheapOptions, CancellationToken.None));

            await Assert.ThrowsAsync<RepositoryNotFoundException>(() =>
                ResticRepository.OpenAsync(storage, RepositoryFixture.Password, RepositoryFixture.CheapOptions, CancellationToken.None));
        }
    }

    private static StorageFault Death(int change, FaultEffect effect) => new() { Call = change, Of = StorageCalls.Changes, Effect = effect, EndsAll = true };

    private static async Task<bool> TryBackUpAsync(RepositoryFixture fixture, FaultyStorage storage)
    {
        try
        {
            await using ResticRepository repository = await ResticRepository.OpenAsync(storage, RepositoryFixture.Password, fixture.Options, CancellationToken.None);
            await repository.LoadIndexAsync(CancellationToken.None);
            await using (await repository.LockAsync(LockMode.Shared, CancellationToken.None))
            {
                await BackUpAsync(repository, seed: 2, DataPacks);
            }

            return true;
        }
        catch (RepositoryException)
        {
            return false;
        }
    }

    /// <summary>Fills some packs with noise and saves a snapshot of a tree that names it all.</summary>
    private static async Task<ObjectId> BackUpAsync(ResticRepository repository, int seed, int dataPacks)
    {
        Random random = new(seed);
        byte[] content = new byte[4_200_000];
        List<ObjectId> chunks = [];
        await using BlobWriter writer = repository.OpenWriter();
        for (int i = 0; i < dataPacks * 4; i++)
        {
            random.NextBytes(content);
            chunks.Add(writer.Save(BlobType.Data, content).Id);
        }

        string ids = string.Join(',', chunks.Select(id => $"\"{id}\""));
        ObjectId tree = writer.Save(BlobType.Tree, Encoding.UTF8.GetBytes($$"""{"nodes":[{"name":"a","type":"file","content":[{{ids}}]}]}""")).Id;
        await writer.FlushAsync(CancellationToken.None);
        return await repository.SaveSnapshotAsync(new Snapshot { Time = DateTimeOffset.UnixEpoch, Tree = tree, Paths = ["/a"] }, CancellationToken.None);
    }
}
