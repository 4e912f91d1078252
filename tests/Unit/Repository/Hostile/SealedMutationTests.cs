using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Unpacked;
using Xunit.Abstractions;

namespace BackupAccess.Repository.Tests.Hostile;

/// <summary>Objects spoiled before they were sealed, named and stored as they should be: by a client with a bug, or by somebody who has the key.</summary>
[SupportedOSPlatform("linux")]
public sealed class SealedMutationTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Rounds = 2000;

    private RepositoryFixture _fixture = null!;
    private MasterKey _key = null!;
    private UnpackedFiles _files = null!;
    private ObjectId _chunk;
    private byte[] _tree = [];

    public async Task InitializeAsync()
    {
        _fixture = await RepositoryFixture.CreateAsync();
        (_, _key) = await new KeyRing(_fixture.Storage).OpenAsync(RepositoryFixture.Password, CancellationToken.None);
        _files = new UnpackedFiles(_fixture.Storage, _key, version: 2);
        await using BlobWriter writer = _fixture.Repository.OpenWriter();
        _chunk = writer.Save(BlobType.Data, "content"u8).Id;
        _tree = Encoding.UTF8.GetBytes($$"""{"nodes":[{"name":"a","type":"file","mode":420,"size":7,"content":["{{_chunk}}"]},{"name":"b","type":"symlink","linktarget":"/etc/passwd"}]}""");
        ObjectId tree = writer.Save(BlobType.Tree, _tree).Id;
        await writer.FlushAsync(CancellationToken.None);
        await _fixture.Repository.SaveSnapshotAsync(new Snapshot { Time = DateTimeOffset.UnixEpoch, Tree = tree, Paths = ["/a"], Tags = ["x"] }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        _key.Dispose();
        await _fixture.DisposeAsync();
    }

    [Theory]
    [InlineData(ObjectKind.Index)]
    [InlineData(ObjectKind.Snapshot)]
    public async Task An_object_that_every_client_reads_is_read_or_damage(ObjectKind kind)
    {
        ObjectName good = (await _fixture.Storage.ListAsync(kind, CancellationToken.None).SingleAsync()).Name;
        byte[] json = (await _files.LoadAsync(good, CancellationToken.None)).ToArray();
        byte[] stored = await _fixture.Storage.GetAsync(good, 10_000_000, CancellationToken.None);
        await MutateAsync(kind, json, async () =>
        {
            await _fixture.Storage.DeleteAsync(good, CancellationToken.None);
            await UseAsync();
        });
        await _fixture.Storage.PutAsync(good, stored, CancellationToken.None);
        Assert.Empty(await CheckAsync(_fixture.Repository));
    }

    [Fact]
    public async Task A_lock_is_in_the_way_or_damage() => await MutateAsync(
        ObjectKind.Lock,
        Encoding.UTF8.GetBytes($$"""{"time":"{{DateTimeOffset.UtcNow:O}}","exclusive":true,"hostname":"kasimir","username":"fd0","pid":13607}"""),
        async () => await (await _fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None)).DisposeAsync());

    [Fact]
    public async Task A_quarantine_that_can_t_be_read_frees_nothing()
    {
        ObjectId pack = (await _fixture.Storage.ListAsync(ObjectKind.Pack, CancellationToken.None).FirstAsync()).Name.Id;
        await MutateAsync(
            ObjectKind.Quarantine,
            Encoding.UTF8.GetBytes($$"""{"time":"2001-01-01T00:00:00Z","packs":["{{pack}}"]}"""),
            async () =>
            {
                await _fixture.Repository.PruneAsync(PruneOptions.Default, progress: null, CancellationToken.None);
                Assert.NotNull(await _fixture.Storage.StatAsync(new ObjectName(ObjectKind.Pack, pack), CancellationToken.None));
            });
        Assert.Empty(await CheckAsync(_fixture.Repository));
    }

    [Fact]
    public async Task A_tree_is_restored_or_damage()
    {
        for (int round = RandomRuns.Of(Rounds); round > 0; round--)
        {
            await using BlobWriter writer = _fixture.Repository.OpenWriter();
            ObjectId root = writer.Save(BlobType.Tree, Spoil(_tree)).Id;
            await writer.FlushAsync(CancellationToken.None);
            await AttemptAsync(() => RestoreAsync(_fixture.Repository, root));
            ObjectId snapshot = await _fixture.Repository.SaveSnapshotAsync(new Snapshot { Time = DateTimeOffset.UnixEpoch, Tree = root, Paths = [] }, CancellationToken.None);
            await CheckAsync(_fixture.Repository);
            await AttemptAsync(() => _fixture.Repository.PlanPruneAsync(PruneOptions.Default, CancellationToken.None));
            await _fixture.Repository.RemoveSnapshotAsync(snapshot, CancellationToken.None);
        }
    }

    /// <summary>Puts one spoiled object after the other in the storage and does the work with each.</summary>
    private async Task MutateAsync(ObjectKind kind, byte[] json, Func<Task> work)
    {
        for (int round = RandomRuns.Of(Rounds); round > 0; round--)
        {
            byte[] content = _files.Encode(kind, Spoil(json));
            ObjectName name = new(kind, ObjectId.Of(content));
            await _fixture.Storage.PutAsync(name, content, CancellationToken.None);
            await AttemptAsync(work);
            await _fixture.Storage.DeleteAsync(name, CancellationToken.None);
        }
    }

    /// <summary>All that a client does, each for itself.</summary>
    private async Task UseAsync()
    {
        await using ResticRepository repository = await ResticRepository.OpenAsync(_fixture.Storage, RepositoryFixture.Password, _fixture.Options, CancellationToken.None);
        await CheckAsync(repository);
        await AttemptAsync(() => repository.PlanPruneAsync(PruneOptions.Default, CancellationToken.None));
        await repository.LoadIndexAsync(_ => { }, CancellationToken.None);
        await AttemptAsync(async () =>
        {
            foreach (Snapshot snapshot in await repository.ListSnapshotsAsync(CancellationToken.None).ToListAsync())
            {
                await RestoreAsync(repository, snapshot.Tree);
            }
        });
    }

    private static async Task RestoreAsync(ResticRepository repository, ObjectId tree)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.Under("target"));
        using DirectoryHandle target = DirectoryHandle.Open(folder.Under("target"));
        RestoreOptions options = TestRepository.AsRecorded with { Ownership = RestoreOwnership.Restorer, Privileges = RestorePrivileges.Strip };
        await new Restorer(repository).RestoreAsync(tree, [], target, options, null, CancellationToken.None);
        Assert.Equal("target", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(folder.Path))));
    }

    private static async Task<List<CheckFinding>> CheckAsync(ResticRepository repository) =>
        await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None).Where(finding => finding.Severity == CheckSeverity.Error).ToListAsync();

    /// <summary>Any failure but the library's own ends the test.</summary>
    private static async Task AttemptAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (RepositoryException)
        {
            // The refusal that is meant.
        }
    }

    private byte[] Spoil(byte[] good)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Mutation(seed).Of(good);
    }
}
