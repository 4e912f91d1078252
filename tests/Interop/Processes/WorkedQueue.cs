using System.Runtime.Versioning;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Interop.Processes;

/// <summary>A state with a queue that other processes work, and what has been put into it.</summary>
[SupportedOSPlatform("linux")]
internal sealed class WorkedQueue : IDisposable
{
    private const int MostWaiting = 24;

    private static readonly string[] s_accounts = ["alice", "bob", "carol", "dave", "erin", "frank"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<Guid> _queued = [];
    private readonly HashSet<Guid> _first = [];

    public string State => Path.Combine(_folder.Path, "state");

    private string Accounts => Path.Combine(_folder.Path, "accounts");

    private LocalStore Store => new(State, "Test", TimeProvider.System, new SystemBootClock());

    public static async Task<WorkedQueue> CreateAsync()
    {
        WorkedQueue queue = new();
        foreach (string account in s_accounts)
        {
            Directory.CreateDirectory(Path.Combine(queue.Accounts, account));
            for (int i = 0; i < 20; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(queue.Accounts, account, $"file{i}"), $"{account} {i}");
            }
        }

        await using LocalClient client = await LocalClient.InitializeAsync(queue.Store, "tester", "admin", password: null, CancellationToken.None);
        await DoAsync(client, new CreateConnector("web01", ConnectorKind.Folder, queue.Accounts, Storage: null, ConnectorOrigin.New));
        await DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01")));

        // Whoever is killed uses up an attempt of all that it runs: with few lanes most tasks are through before the third.
        await DoAsync(client, new UpdateSetting("lanes.backup", ["2"]));
        await DoAsync(client, new UpdateSetting("lanes.restore", ["2"]));
        foreach (string account in s_accounts)
        {
            queue._first.Add((await DoAsync(client, new BackupAccount(new AccountReference(account), []))).Id);
        }

        return queue;
    }

    /// <summary>Puts backups, restores and downloads into the queue until enough wait; what this process begins of them goes back at once.</summary>
    public async Task FillAsync(Random random)
    {
        await using LocalClient client = await LocalClient.ConnectAsync(Store, new SignIn.Local("tester"), CancellationToken.None);
        List<WorkTask> tasks = await ListAsync(client, new ListTasks([], [], [], [TaskState.Queued, TaskState.Running], [], null));
        for (int waiting = tasks.Count; waiting < MostWaiting; waiting++)
        {
            AccountReference account = new($"web01/{s_accounts[random.Next(s_accounts.Length)]}");
            RestoreSelection latest = new(account, null, [], []);
            WorkTask task = random.Next(4) switch
            {
                0 => await QueueAsync(client, new RestoreOverwrite(latest)),
                1 => await QueueAsync(client, new RestoreToFolder(latest, Path.Combine(_folder.Path, "out", $"{_queued.Count}"), RestoreConflict.Overwrite)),
                2 when await HasRoomAsync(client, account) => await QueueAsync(client, new CreateDownload(latest, DownloadFormat.TarGz)),
                _ => await QueueAsync(client, new BackupAccount(account, [])),
            };
            _queued.Add(task.Id);
        }
    }

    /// <summary>Every task has ended, and of each that is completed there is exactly one result.</summary>
    public async Task<string> ProveAsync()
    {
        await using LocalClient client = await LocalClient.ConnectAsync(Store, new SignIn.Local("tester"), CancellationToken.None);
        Dictionary<Guid, WorkTask> tasks = (await ListAsync(client, new ListTasks([], [], [], [], [], null))).ToDictionary(task => task.Id);
        WorkTask[] queued = [.. _queued.Select(id => tasks[id])];
        WorkTask[] completed = [.. queued.Where(task => task.State == TaskState.Completed)];
        Assert.All(queued.Except(completed), task => Assert.Equal((TaskState.Failed, "WorkerLost", 3), (task.State, task.ErrorId, task.Attempts)));
        HashSet<Guid> made = [.. completed.Where(task => task.Kind == TaskKind.Backup).Select(task => task.BackupId!.Value)];
        List<Backup> backups = await ListAsync(client, new ListBackups([], [], null, null, null, null, null));
        Assert.Equal(made.Count, completed.Count(task => task.Kind == TaskKind.Backup));
        Assert.Equal([.. made.Concat(_first).Order()], backups.Select(backup => backup.Id).Order());
        Assert.Equal(
            completed.Where(task => task.Kind == TaskKind.Download).Select(task => task.DownloadId!.Value).Order(),
            (await ListAsync(client, new ListDownloads([], [], []))).Select(download => download.Id).Order());
        Assert.All(completed.Where(task => task.Kind == TaskKind.Restore), task => Assert.Equal((20L, 0L), (task.Restored!.Files + task.Restored.Kept, task.Restored.ProblemCount)));
        int snapshots = Directory.GetFiles(Path.Combine(State, "repositories"), "*", SearchOption.AllDirectories).Count(file => file.Contains("/snapshots/", StringComparison.Ordinal));
        Assert.InRange(snapshots, backups.Count, backups.Count + queued.Length - completed.Length);
        Assert.True((await DoAsync(client, new VerifyAuditLog(null))).Passed);
        return $"{completed.Length} completed of {queued.Length}, {completed.Count(task => task.Attempts > 1)} of them taken up again";
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<bool> HasRoomAsync(LocalClient client, AccountReference account) =>
        (await ListAsync(client, new ListDownloads([], [account.Text], []))).Count
            + (await ListAsync(client, new ListTasks([], [account.Text], [], [TaskState.Queued, TaskState.Running], [TaskKind.Download], null))).Count < 10;

    private static Task<TResult> DoAsync<TResult>(LocalClient client, IOperation<TResult> request) => client.InvokeAsync(request, progress: null, CancellationToken.None);

    private static Task<WorkTask> QueueAsync<TResult>(LocalClient client, IOperation<TResult> request) => client.QueueAsync(request, [], CancellationToken.None);

    private static async Task<List<T>> ListAsync<T>(LocalClient client, IOperation<IAsyncEnumerable<T>> request) => await (await DoAsync(client, request)).ToListAsync();
}
