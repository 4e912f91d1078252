using System.Text;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Pruning;

/// <summary>A repository whose snapshots are one tree with one file of so many chunks each, and a clock.</summary>
internal sealed class PruneFixture : IAsyncDisposable
{
    private const int ChunkSize = 20_000;

    private readonly RepositoryFixture _repository;
    private readonly Dictionary<ObjectId, byte[]> _chunks = [];
    private readonly Dictionary<ObjectId, List<ObjectId>> _files = [];

    private PruneFixture(RepositoryFixture repository) => _repository = repository;

    public static PruneOptions AtOnce { get; } = new() { MaxUnusedPercent = 0, Quarantine = TimeSpan.Zero };

    public ManualTime Time { get; } = new();

    public LocalStorage Storage => _repository.Storage;

    public RepositoryFixture Folder => _repository;

    public IEnumerable<ObjectId> Snapshots => _files.Keys;

    public static async Task<PruneFixture> CreateAsync() => new(await RepositoryFixture.CreateAsync());

    /// <summary>Takes a snapshot of a file of chunks, each told by its number.</summary>
    public async Task<ObjectId> BackUpAsync(params int[] chunks)
    {
        await using ResticRepository repository = await OpenAsync(Storage);
        await using BlobWriter writer = repository.OpenWriter();
        List<ObjectId> ids = [];
        foreach (int chunk in chunks)
        {
            byte[] content = new byte[ChunkSize];
            new Random(chunk).NextBytes(content);
            ids.Add(writer.Save(BlobType.Data, content).Id);
            _chunks[ids[^1]] = content;
        }

        string list = string.Join(',', ids.Select(id => $"\"{id}\""));
        ObjectId tree = writer.Save(BlobType.Tree, Encoding.UTF8.GetBytes($$"""{"nodes":[{"name":"file","type":"file","content":[{{list}}]}]}""")).Id;
        await writer.FlushAsync(CancellationToken.None);
        ObjectId snapshot = await repository.SaveSnapshotAsync(new Snapshot { Time = Time.GetUtcNow(), Tree = tree, Paths = ["/file"] }, CancellationToken.None);
        _files[snapshot] = ids;
        return snapshot;
    }

    public async Task ForgetAsync(ObjectId snapshot)
    {
        await Storage.DeleteAsync(new ObjectName(ObjectKind.Snapshot, snapshot), CancellationToken.None);
        _files.Remove(snapshot);
    }

    public async Task<PruneResult> PruneAsync(PruneOptions? options = null, IStorage? storage = null)
    {
        await using ResticRepository repository = await OpenAsync(storage ?? Storage);
        return await repository.PruneAsync(options ?? AtOnce, progress: null, CancellationToken.None);
    }

    public async Task<PruneResult> PlanAsync(PruneOptions? options = null)
    {
        await using ResticRepository repository = await OpenAsync(Storage);
        return await repository.PlanPruneAsync(options ?? AtOnce, CancellationToken.None);
    }

    /// <summary>Opens the repository anew, with its index.</summary>
    public async Task<ResticRepository> OpenAsync(IStorage storage)
    {
        ResticRepository repository = await ResticRepository.OpenAsync(
            storage, RepositoryFixture.Password, RepositoryFixture.CheapOptions with { TimeProvider = Time }, CancellationToken.None);
        await repository.LoadIndexAsync(CancellationToken.None);
        return repository;
    }

    /// <summary>Every snapshot not forgotten is read, byte by byte, and the check finds no error.</summary>
    public async Task AssertWholeAsync()
    {
        await using ResticRepository repository = await OpenAsync(Storage);
        foreach ((ObjectId snapshot, List<ObjectId> chunks) in _files)
        {
            Snapshot loaded = await repository.LoadSnapshotAsync(snapshot, CancellationToken.None);
            Assert.NotEmpty(await repository.LoadBlobAsync(new BlobHandle(BlobType.Tree, loaded.Tree), CancellationToken.None));
            foreach (ObjectId chunk in chunks)
            {
                Assert.Equal(_chunks[chunk], await repository.LoadBlobAsync(new BlobHandle(BlobType.Data, chunk), CancellationToken.None));
            }
        }

        List<CheckFinding> findings = await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None).ToListAsync();
        Assert.DoesNotContain(findings, finding => finding.Severity == CheckSeverity.Error);
    }

    public async Task<long> StoredBytesAsync() =>
        await Storage.ListAsync(ObjectKind.Pack, CancellationToken.None).Select(pack => pack.Size).SumAsync();

    public ValueTask DisposeAsync() => _repository.DisposeAsync();
}
