using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Storage;

namespace BackupAccess.Repository.Tests.Hostile;

/// <summary>A disk of 64 MiB that is full to within so many bytes when the work begins.</summary>
public sealed class FullDiskTests : IAsyncLifetime, IDisposable
{
    private const int ChunkSize = 1 << 20;

    private static readonly PruneOptions s_atOnce = new() { MaxUnusedPercent = 0, Quarantine = TimeSpan.Zero };

    private readonly Dictionary<ObjectId, int[]> _snapshots = [];
    private readonly TemporaryFolder _folder = new();
    private SmallDisk? _disk;
    private LocalStorage _storage = null!;

    public static TheoryData<int> Rooms => [0, 4096, 8192, 20_000, 100_000, 1_500_000, 6_000_000, 19_000_000];

    private string Filler => _folder.Under("disk/filler");

    public async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            _disk = await SmallDisk.MountAsync(_folder.Under("disk"), "size=64m");
            _storage = new LocalStorage(_folder.Under("disk/repository"));
            await (await ResticRepository.CreateAsync(_storage, RepositoryFixture.Password, RepositoryFixture.CheapOptions, CancellationToken.None)).DisposeAsync();
        }
    }

    public async Task DisposeAsync() => await (_disk?.DisposeAsync() ?? ValueTask.CompletedTask);

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Rooms))]
    public async Task A_backup_that_finds_no_room_says_so_and_costs_nothing(int room)
    {
        Skip.If(_disk is null, "Only root mounts a small disk.");
        await BackUpAsync(Enumerable.Range(0, 5));
        Fill(room);

        await Assert.ThrowsAsync<StorageFullException>(() => BackUpAsync(Enumerable.Range(3, 25)));

        await AssertWholeAsync();
        File.Delete(Filler);
        await BackUpAsync(Enumerable.Range(3, 25));
        await AssertWholeAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Rooms))]
    public async Task A_prune_that_finds_no_room_says_so_and_the_next_one_that_does_finishes(int room)
    {
        Skip.If(_disk is null, "Only root mounts a small disk.");
        ObjectId forgotten = await BackUpAsync(Enumerable.Range(0, 20));
        await BackUpAsync(Enumerable.Range(10, 12));
        await ForgetAsync(forgotten);
        Fill(room);
        string[] before = Objects();

        StorageFullException? failure = await TryPruneAsync();

        Assert.Equal(room < 7_000_000, failure is not null);
        Assert.True(room >= 4096 || before.SequenceEqual(Objects()));
        await AssertWholeAsync();
        File.Delete(Filler);
        Assert.Null(await TryPruneAsync());
        await AssertWholeAsync();
        Assert.InRange(await StoredBytesAsync(), 12 * ChunkSize, 13 * ChunkSize);
    }

    [SkippableFact]
    public async Task On_a_disk_that_is_full_forgetting_makes_the_room_that_a_prune_of_whole_packs_needs()
    {
        Skip.If(_disk is null, "Only root mounts a small disk.");
        ObjectId first = await BackUpAsync(Enumerable.Range(0, 10));
        await BackUpAsync(Enumerable.Range(10, 10));
        ObjectId third = await BackUpAsync(Enumerable.Range(20, 10));
        Fill(0);
        Assert.NotNull(await TryPruneAsync());

        await ForgetAsync(first);
        await ForgetAsync(third);

        Assert.Null(await TryPruneAsync());
        await AssertWholeAsync();
        await BackUpAsync(Enumerable.Range(40, 10));
        await AssertWholeAsync();
    }

    private async Task<ObjectId> BackUpAsync(IEnumerable<int> chunks)
    {
        await using ResticRepository repository = await OpenAsync();
        await using (await repository.LockAsync(LockMode.Shared, CancellationToken.None))
        {
            await using BlobWriter writer = repository.OpenWriter();
            int[] numbers = [.. chunks];
            string list = string.Join(',', numbers.Select(number => $"\"{writer.Save(BlobType.Data, Content(number)).Id}\""));
            string tree = $$"""{"nodes":[{"name":"file","type":"file","size":{{numbers.Length * (long)ChunkSize}},"content":[{{list}}]}]}""";
            ObjectId root = writer.Save(BlobType.Tree, System.Text.Encoding.UTF8.GetBytes(tree)).Id;
            await writer.FlushAsync(CancellationToken.None);
            Snapshot snapshot = new() { Time = DateTimeOffset.UnixEpoch.AddDays(_snapshots.Count), Tree = root, Paths = ["/file"] };
            ObjectId id = await repository.SaveSnapshotAsync(snapshot, CancellationToken.None);
            _snapshots.Add(id, numbers);
            return id;
        }
    }

    private async Task ForgetAsync(ObjectId snapshot)
    {
        await _storage.DeleteAsync(new ObjectName(ObjectKind.Snapshot, snapshot), CancellationToken.None);
        _snapshots.Remove(snapshot);
    }

    private async Task<StorageFullException?> TryPruneAsync()
    {
        try
        {
            await using ResticRepository repository = await OpenAsync();
            await repository.PruneAsync(s_atOnce, progress: null, CancellationToken.None);
            return null;
        }
        catch (StorageFullException e)
        {
            return e;
        }
    }

    private async Task AssertWholeAsync()
    {
        await using ResticRepository repository = await OpenAsync();
        Assert.Equal(_snapshots.Keys.Order(), (await repository.ListSnapshotIdsAsync(CancellationToken.None).ToListAsync()).Order());
        foreach (int number in _snapshots.Values.SelectMany(numbers => numbers).Distinct())
        {
            byte[] content = Content(number);
            Assert.Equal(content, await repository.LoadBlobAsync(new BlobHandle(BlobType.Data, ObjectId.Of(content)), CancellationToken.None));
        }

        Assert.Empty(await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None)
            .Where(finding => finding.Severity == CheckSeverity.Error).ToListAsync());
        Assert.Empty(Directory.GetFiles(Path.Combine(_storage.Location, "locks")));
    }

    private async Task<ResticRepository> OpenAsync()
    {
        ResticRepository repository = await ResticRepository.OpenAsync(_storage, RepositoryFixture.Password, RepositoryFixture.CheapOptions, CancellationToken.None);
        await repository.LoadIndexAsync(CancellationToken.None);
        return repository;
    }

    /// <summary>Fills the disk but for so many bytes.</summary>
    private void Fill(int room)
    {
        using FileStream filler = File.Create(Filler, bufferSize: 1);
        byte[] page = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            filler.SetLength(filler.Length / page.Length * page.Length - room);
        }
    }

    private string[] Objects() => [.. Directory.EnumerateFiles(_storage.Location, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private async Task<long> StoredBytesAsync() => await _storage.ListAsync(ObjectKind.Pack, CancellationToken.None).Select(pack => pack.Size).SumAsync();

    private static byte[] Content(int number)
    {
        byte[] content = new byte[ChunkSize];
        new Random(number).NextBytes(content);
        return content;
    }
}
