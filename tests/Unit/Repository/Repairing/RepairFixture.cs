using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Repairing;

/// <summary>
/// A repository whose snapshots are a directory "below" with the file "inner", and the file "top" beside it. What each
/// backup adds lies in three packs: the files' chunks, the tree of "below", and the root.
/// </summary>
internal sealed class RepairFixture : IAsyncDisposable
{
    public const int ChunkSize = 5_000;

    private RepairFixture(RepositoryFixture folder) => Folder = folder;

    public RepositoryFixture Folder { get; }

    public LocalStorage Storage => Folder.Storage;

    public ManualTime Time { get; } = new();

    public static async Task<RepairFixture> CreateAsync() => new(await RepositoryFixture.CreateAsync());

    public async Task<Snapshot> BackUpAsync(int[] top, int[] inner)
    {
        await using ResticRepository repository = await OpenAsync(Storage);
        await SavePackAsync(repository, [.. top.Concat(inner).Select(chunk => (BlobType.Data, ChunkContent(chunk)))]);
        byte[] below = TreeOf(FileOf("inner", inner));
        await SavePackAsync(repository, (BlobType.Tree, below));
        byte[] root = TreeOf(new Node { Name = FileName.Parse("below"), Type = NodeType.Dir, Subtree = ObjectId.Of(below) }, FileOf("top", top));
        await SavePackAsync(repository, (BlobType.Tree, root));
        Snapshot snapshot = new() { Time = Time.GetUtcNow(), Tree = ObjectId.Of(root), Paths = ["/"], Hostname = "host", Tags = ["backup=1"] };
        return snapshot with { Id = await repository.SaveSnapshotAsync(snapshot, CancellationToken.None) };
    }

    public static BlobHandle Chunk(int chunk) => new(BlobType.Data, ObjectId.Of(ChunkContent(chunk)));

    public static BlobHandle Below(params int[] inner) => new(BlobType.Tree, ObjectId.Of(TreeOf(FileOf("inner", inner))));

    public static BlobHandle Root(Snapshot snapshot) => new(BlobType.Tree, snapshot.Tree);

    /// <summary>Opens the repository anew, with its index as far as it can be read.</summary>
    public async Task<ResticRepository> OpenAsync(IStorage storage)
    {
        ResticRepository repository = await OpenWithoutIndexAsync(storage);
        await repository.LoadIndexAsync(CancellationToken.None);
        return repository;
    }

    public async Task<RebuildIndexResult> RebuildAsync(IndexSource source = IndexSource.PacksAndIndex, IStorage? storage = null)
    {
        await using ResticRepository repository = await OpenWithoutIndexAsync(storage ?? Storage);
        RebuildIndexOptions options = new() { Source = source };
        string[] before = Objects();
        RebuildIndexResult plan = await repository.PlanRebuildIndexAsync(options, CancellationToken.None);
        Assert.Equal(before, Objects());
        RebuildIndexResult result = await repository.RebuildIndexAsync(options, progress: null, CancellationToken.None);
        Assert.Equivalent(plan, result, strict: true);
        return result;
    }

    public async Task<RepairPacksResult> RepairPacksAsync(RepairPacksOptions? options = null)
    {
        await using ResticRepository repository = await OpenWithoutIndexAsync(Storage);
        string[] before = Objects();
        RepairPacksResult plan = await repository.PlanRepairPacksAsync(options ?? RepairPacksOptions.Default, CancellationToken.None);
        Assert.Equal(before, Objects());
        RepairPacksResult result = await repository.RepairPacksAsync(options ?? RepairPacksOptions.Default, progress: null, CancellationToken.None);
        Assert.Equivalent(plan, result, strict: true);
        return result;
    }

    public async Task<RepairSnapshotsResult> RepairSnapshotsAsync(RepairSnapshotsOptions? options = null)
    {
        await using ResticRepository repository = await OpenWithoutIndexAsync(Storage);
        string[] before = Objects();
        RepairSnapshotsResult plan = await repository.PlanRepairSnapshotsAsync(options ?? RepairSnapshotsOptions.Default, CancellationToken.None);
        Assert.Equal(before, Objects());
        RepairSnapshotsResult result = await repository.RepairSnapshotsAsync(options ?? RepairSnapshotsOptions.Default, progress: null, CancellationToken.None);
        AssertSame(plan, result);
        return result;
    }

    /// <summary>The file of the pack that the index names for a blob.</summary>
    public async Task<string> PackFileAsync(BlobHandle blob)
    {
        await using ResticRepository repository = await OpenAsync(Storage);
        Assert.True(repository.TryLocate(blob, out BlobLocation location));
        return Folder.Files("data").Single(path => path.EndsWith($"{location.Pack}", StringComparison.Ordinal));
    }

    public static void Change(string file, Func<byte[], byte[]> change)
    {
        byte[] changed = change(File.ReadAllBytes(file));
        File.Delete(file);
        File.WriteAllBytes(file, changed);
    }

    public static void Flip(string file, System.Index position) => Change(file, content =>
    {
        content[position] ^= 1;
        return content;
    });

    /// <summary>The paths of every object but locks.</summary>
    public string[] Objects() => [.. new[] { "data", "index", "snapshots", "quarantine" }.Where(HasFolder).SelectMany(Folder.Files).Order(StringComparer.Ordinal)];

    /// <summary>What a check of every byte finds to be lost.</summary>
    public async Task<List<CheckFinding>> ErrorsAsync()
    {
        await using ResticRepository repository = await OpenWithoutIndexAsync(Storage);
        return await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None)
            .Where(finding => finding.Severity == CheckSeverity.Error).ToListAsync();
    }

    public async Task<bool> CanLoadAsync(BlobHandle blob)
    {
        await using ResticRepository repository = await OpenAsync(Storage);
        try
        {
            await repository.LoadBlobAsync(blob, CancellationToken.None);
            return true;
        }
        catch (RepositoryException)
        {
            return false;
        }
    }

    public async Task<List<Snapshot>> SnapshotsAsync()
    {
        await using ResticRepository repository = await OpenWithoutIndexAsync(Storage);
        return await repository.ListSnapshotsAsync(CancellationToken.None).ToListAsync();
    }

    public async Task<Node> NodeAsync(ObjectId tree, string path)
    {
        await using ResticRepository repository = await OpenAsync(Storage);
        return (await new TreeBrowser(repository).FindAsync(tree, TreePath.Parse(path), CancellationToken.None))!;
    }

    /// <summary>The repository's inside, to write what no client would.</summary>
    public async Task<RepositoryContext> ContextAsync()
    {
        (_, MasterKey key) = await new KeyRing(Storage).OpenAsync(RepositoryFixture.Password, CancellationToken.None);
        return new RepositoryContext(Storage, key, Folder.Repository.Config, RepositoryFixture.CheapOptions);
    }

    public Task<ResticRepository> OpenWithoutIndexAsync(IStorage storage) => ResticRepository.OpenAsync(
        storage, RepositoryFixture.Password, RepositoryFixture.CheapOptions with { TimeProvider = Time }, CancellationToken.None);

    public ValueTask DisposeAsync() => Folder.DisposeAsync();

    private static void AssertSame(RepairSnapshotsResult plan, RepairSnapshotsResult result)
    {
        Assert.Equal((plan.Snapshots, plan.SnapshotsRemoved), (result.Snapshots, result.SnapshotsRemoved));
        Assert.Equal(plan.Unreadable, result.Unreadable);
        Assert.Equal(plan.Repaired.Select(one => (one.Snapshot, one.Tree)), result.Repaired.Select(one => (one.Snapshot, one.Tree)));
        Assert.Equal(plan.Repaired.SelectMany(one => one.Losses), result.Repaired.SelectMany(one => one.Losses));
    }

    private bool HasFolder(string kind) => Directory.Exists(Path.Combine(Folder.Path, kind));

    private static async Task SavePackAsync(ResticRepository repository, params (BlobType Type, byte[] Content)[] blobs)
    {
        await using BlobWriter writer = repository.OpenWriter();
        foreach ((BlobType type, byte[] content) in blobs)
        {
            writer.Save(type, content);
        }

        await writer.FlushAsync(CancellationToken.None);
    }

    private static byte[] TreeOf(params Node[] nodes) => Tree.Of(nodes).ToJson();

    private static Node FileOf(string name, int[] chunks) => new()
    {
        Name = FileName.Parse(name),
        Type = NodeType.File,
        Size = (ulong)(chunks.Length * ChunkSize),
        Content = [.. chunks.Select(chunk => Chunk(chunk).Id)],
    };

    private static byte[] ChunkContent(int chunk)
    {
        byte[] content = new byte[ChunkSize];
        new Random(chunk).NextBytes(content);
        return content;
    }
}
