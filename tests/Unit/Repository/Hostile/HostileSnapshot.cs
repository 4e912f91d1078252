using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Hostile;

/// <summary>A repository whose trees are written by hand, as somebody would who has the key and no good intentions; and a target with something beside it.</summary>
[SupportedOSPlatform("linux")]
internal sealed class HostileSnapshot : IAsyncDisposable
{
    private readonly RepositoryFixture _fixture;
    private readonly TemporaryFolder _folder = new();
    private readonly BlobWriter _writer;
    private readonly string[] _outside;

    private HostileSnapshot(RepositoryFixture fixture)
    {
        _fixture = fixture;
        _writer = fixture.Repository.OpenWriter();
        Directory.CreateDirectory(_folder.Under("around/target"));
        File.WriteAllText(_folder.Under("around/passwd"), "root:*:");
        Directory.CreateDirectory(_folder.Under("around/etc"));
        File.WriteAllText(_folder.Under("around/etc/shadow"), "root:*:");
        _outside = Outside();
    }

    public ResticRepository Repository => _fixture.Repository;

    public LocalStorage Storage => _fixture.Storage;

    public TreeBrowser Browser => new(Repository);

    public string Target => _folder.Under("around/target");

    public static async Task<HostileSnapshot> CreateAsync() => new(await RepositoryFixture.CreateAsync());

    public ObjectId Data(ReadOnlySpan<byte> content) => _writer.Save(BlobType.Data, content).Id;

    /// <summary>A tree of nodes given as JSON objects.</summary>
    public ObjectId Tree(params IEnumerable<string> nodes) => TreeOf($$"""{"nodes":[{{string.Join(',', nodes)}}]}""");

    public ObjectId TreeOf(string json) => _writer.Save(BlobType.Tree, Encoding.UTF8.GetBytes(json)).Id;

    /// <summary>A harmless file, whose restoring shows that the rest was gone on with.</summary>
    public string Good(string name = "good") => FileNode(name, Data("good"u8), 4);

    public static string FileNode(string name, ObjectId chunk, ulong size, string more = "") =>
        $$"""{"name":"{{name}}","type":"file","mode":420,"size":{{size}},"content":["{{chunk}}"]{{more}}}""";

    public static string FolderNode(string name, ObjectId tree) => $$"""{"name":"{{name}}","type":"dir","mode":2147484141,"subtree":"{{tree}}"}""";

    /// <summary>Takes a snapshot of a tree.</summary>
    public async Task SaveAsync(ObjectId tree)
    {
        await _writer.FlushAsync(CancellationToken.None);
        await Repository.SaveSnapshotAsync(new Snapshot { Time = DateTimeOffset.UnixEpoch, Tree = tree, Paths = ["/"] }, CancellationToken.None);
    }

    public async Task<RestoreResult> RestoreAsync(
        ObjectId tree, RestorePrivileges privileges = RestorePrivileges.Strip, RestoreOptions? options = null, IProgress<RestoreProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= TestRepository.AsRecorded with { Ownership = RestoreOwnership.Restorer, Privileges = privileges };
        using DirectoryHandle target = DirectoryHandle.Open(Target);
        try
        {
            return await new Restorer(Repository).RestoreAsync(tree, [], target, options, progress, cancellationToken);
        }
        finally
        {
            Assert.Equal(_outside, Outside());
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Target), path => path.Contains(".backup-access-", StringComparison.Ordinal));
        }
    }

    public async Task<List<CheckFinding>> CheckAsync() =>
        await Repository.CheckAsync(CheckOptions.Structure, progress: null, CancellationToken.None).Where(finding => finding.Severity == CheckSeverity.Error).ToListAsync();

    public Task<PruneResult> MarkAsync() => Repository.PlanPruneAsync(PruneOptions.Default, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _fixture.DisposeAsync();
        _folder.Dispose();
    }

    private string[] Outside() =>
        [.. TreeDescription.Of(_folder.Under("around")).Where(line => !line.StartsWith("target", StringComparison.Ordinal))];
}
