using System.Runtime.Versioning;
using System.Security.Cryptography;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.Tests.StorageControllers;
using BackupAccess.Engine.VolumeSnapshots;
using BackupAccess.Tests;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Processes;

/// <summary>Workers are killed around a volume's snapshot: it doesn't stay, and nobody else's goes.</summary>
[SupportedOSPlatform("linux")]
public sealed class VolumeSnapshotKillTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int LongestLife = 2000;

    private readonly TemporaryFolder _folder = new();
    private OntapScene? _ontap;

    private string State => PathOf("state");

    private LocalStore Store => new(State, "Test", TimeProvider.System, new SystemBootClock());

    private IEnumerable<string> Made => _ontap!.Snapshots.Where(name => name.StartsWith("backupaccess_", StringComparison.Ordinal));

    [SkippableFact]
    public async Task Killed_while_it_reads_the_next_process_removes_the_snapshot_and_the_backup_is_taken_after_all()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await CreateAsync(uploadLimit: 64 * 1024);
        await QueueAsync();
        using (ActorProcess process = ActorProcess.Start("queue", State))
        {
            Assert.Equal("working", await process.ReadLineAsync());
            while (!Made.Any())
            {
                await Task.Delay(10);
            }

            process.Kill();
            Assert.NotEqual(0, await process.EndAsync());
        }

        Assert.Single(Made);
        await using (await ConnectAsync())
        {
        }

        Assert.Empty(Made);
        await SetUploadLimitAsync(0);
        Assert.Equal(0, Assert.Single(await WorkAsync()).ProblemCount);
        Assert.Equal(["daily.2026-11-28_0010"], _ontap!.Snapshots);
    }

    [SkippableFact]
    public async Task Killed_at_any_moment_no_snapshot_is_left_once_the_queue_is_worked_to_its_end()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        await CreateAsync(uploadLimit: null);
        for (int kills = RandomRuns.Of(100); kills > 0; kills--)
        {
            await QueueAsync();
            using ActorProcess process = ActorProcess.Start("queue", State);
            Assert.Equal("working", await process.ReadLineAsync());
            await Task.Delay(random.Next(LongestLife));
            process.Kill();
            await process.EndAsync();
        }

        await QueueAsync();
        IReadOnlyList<Backup> backups = await WorkAsync();

        output.WriteLine($"{backups.Count} backups");
        Assert.NotEmpty(backups);
        Assert.All(backups, backup => Assert.Equal(0, backup.ProblemCount));
        Assert.Equal(["daily.2026-11-28_0010"], _ontap!.Snapshots);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_ontap is not null)
        {
            await _ontap.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private async Task CreateAsync(long? uploadLimit)
    {
        Directory.CreateDirectory(PathOf("accounts/alice"));
        await File.WriteAllBytesAsync(PathOf("accounts/alice/noise"), RandomNumberGenerator.GetBytes(1 << 20));
        _ontap = new OntapScene(PathOf("accounts"));
        await using LocalClient client = await LocalClient.InitializeAsync(Store, "tester", "admin", password: null, CancellationToken.None);
        await DoAsync(client, new CreateStorage("vault", StorageKind.Folder, Directory.CreateDirectory(PathOf("vault")).FullName, StorageMode.ReadWrite, uploadLimit, DownloadLimit: null, Retries: null));
        await DoAsync(client, _ontap.Registration("filer1"));
        await DoAsync(client, new CreateConnector("web01", ConnectorKind.Ontap, PathOf("accounts"), "vault", ConnectorOrigin.New) { Volume = new ConnectorVolume("filer1", "svm1:home", 0) });
        await DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01")));
    }

    private async Task QueueAsync()
    {
        await using LocalClient client = await ConnectAsync();
        await client.QueueAsync(new BackupAccount(new AccountReference("web01/alice"), []), [], CancellationToken.None);
    }

    private async Task SetUploadLimitAsync(long limit)
    {
        await using LocalClient client = await ConnectAsync();
        await DoAsync(client, new UpdateStorage("vault", Mode: null, limit, DownloadLimit: null, Retries: null));
    }

    /// <summary>Works the queue to its end.</summary>
    private async Task<IReadOnlyList<Backup>> WorkAsync()
    {
        await using LocalClient client = await ConnectAsync();
        await client.WorkQueueAsync(ended: null, CancellationToken.None);
        return await (await DoAsync(client, new ListBackups([], [], null, null, null, null, null))).ToListAsync();
    }

    private Task<LocalClient> ConnectAsync() => LocalClient.ConnectAsync(Store, new SignIn.Local("tester"), CancellationToken.None);

    private static Task<TResult> DoAsync<TResult>(LocalClient client, IOperation<TResult> request) => client.InvokeAsync(request, progress: null, CancellationToken.None);
}
