using System.Security.Cryptography;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>A store with one lane for backups and one for the rest, which a test can keep taken, and a queue past the door.</summary>
internal sealed class TaskWorld : IAsyncDisposable
{
    /// <summary>Who holds what tests plant: no process that could be looked up.</summary>
    private const string Another = "another:1";

    private TaskWorld(Store store)
    {
        Store = store;
        Queue = QueueAt(store.Clock);
    }

    public Store Store { get; }

    public TaskQueue Queue { get; }

    /// <summary>A holder in a process that has ended.</summary>
    public string Gone => TestTasks.GoneHolder(Store.Clock);

    public static async Task<TaskWorld> CreateAsync(params string[] accounts)
    {
        TaskWorld world = new(await Store.CreateAsync(accounts));
        await world.Store.Local.DoAsync(new UpdateSetting("lanes.backup", ["1"]));
        await world.Store.Local.DoAsync(new UpdateSetting("lanes.restore", ["1"]));
        return world;
    }

    /// <summary>A world with an account on <c>slow</c>, whose storage takes so few bytes a second that its backups don't end.</summary>
    public static async Task<TaskWorld> CreateSlowAsync(string account)
    {
        TaskWorld world = await CreateAsync();
        string vault = Directory.CreateDirectory(Path.Combine(world.Store.Root, "vault")).FullName;
        string home = Directory.CreateDirectory(Path.Combine(world.Store.Root, "slow", account)).FullName;
        await File.WriteAllBytesAsync(Path.Combine(home, "noise"), RandomNumberGenerator.GetBytes(1 << 20));
        await world.Store.Local.DoAsync(new CreateStorage("vault", StorageKind.Folder, vault, StorageMode.ReadWrite, UploadLimit: 4096, DownloadLimit: null, Retries: null));
        await world.Store.Local.DoAsync(new CreateConnector("slow", ConnectorKind.Folder, Path.GetDirectoryName(home)!, "vault", ConnectorOrigin.New));
        await world.Store.Local.DoAsync(new SynchronizeConnector(new ConnectorReference("slow")));
        return world;
    }

    public static BackupAccount BackupOf(string account) => new(new AccountReference(account), []);

    public static RestoreSelection LatestOf(string account) => new(new AccountReference(account), Backup: null, [], []);

    /// <summary>The queue as a process with this clock sees it.</summary>
    public TaskQueue QueueAt(TimeProvider time) => new(new EngineServices(StateFolder.Open(Store.StatePath, time), time, Store.Boot));

    public AccountRow Row(string account)
    {
        using StateConnection db = Store.Database.Connect();
        return Assert.Single(AccountStore.FindLive(db, account));
    }

    public TaskRow Find(string id)
    {
        using StateConnection db = Store.Database.Connect();
        return TaskStore.Find(db, id)!;
    }

    public TaskRow Add(TaskRow task)
    {
        using StateTransaction transaction = Store.Database.BeginImmediate();
        TaskRow added = Queue.Add(transaction, task);
        transaction.Commit();
        return added;
    }

    /// <summary>A task that another process runs; it takes a lane until it is ended.</summary>
    public TaskRow Occupy(string account, TaskKind kind, string holder = Another)
    {
        TaskRow task = Add(TestTasks.Row(Row(account), kind));
        using StateTransaction transaction = Store.Database.BeginImmediate();
        TaskStore.Start(transaction, task.Id, holder, 0, UnixTime.Never / 2);
        transaction.Commit();
        return Find(task.Id);
    }

    public void End(TaskRow task)
    {
        using StateTransaction transaction = Store.Database.BeginImmediate();
        Assert.True(TaskStore.End(transaction, task with { State = nameof(TaskState.Completed), EndedAt = Store.Clock.GetUtcNow().ToMicroseconds() }, task.Holder));
        transaction.Commit();
    }

    public void Execute(string sql, object parameters)
    {
        using StateTransaction transaction = Store.Database.BeginImmediate();
        transaction.Execute(sql, parameters);
        transaction.Commit();
    }

    public static Task<WorkTask> QueueAsync<TResult>(LocalClient client, IOperation<TResult> request, params Guid[] approvals) =>
        client.QueueAsync(request, approvals, CancellationToken.None);

    public async Task<WorkTask> ShowAsync(Guid id) => Assert.Single(await Store.Local.ListAsync(new ListTasks([id.ToString()], [], [], [], [], null)));

    /// <summary>Works the queue until the task has ended.</summary>
    public async Task<WorkTask> WorkAsync(Guid id)
    {
        await Store.Local.WorkQueueAsync(ended: null, CancellationToken.None);
        return await UntilAsync(id, task => task.HasEnded);
    }

    public async Task<WorkTask> UntilAsync(Guid id, Func<WorkTask, bool> holds)
    {
        WorkTask task = await ShowAsync(id);
        while (!holds(task))
        {
            await Task.Delay(10);
            task = await ShowAsync(id);
        }

        return task;
    }

    public async ValueTask DisposeAsync() => await Store.DisposeAsync();
}
