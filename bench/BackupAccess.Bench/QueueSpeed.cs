using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Bench;

/// <summary>What it takes to claim a task from a long queue, to list it, and to order it anew after a change of the groups.</summary>
internal static class QueueSpeed
{
    private const int Claims = 1000;
    private const string Worker = "bench:1";

    public static async Task MeasureAsync(int tasks, string folder, TextWriter output)
    {
        LocalStore store = new(Path.Combine(folder, "state"), "Bench", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.InitializeAsync(store, "bench", "admin", password: null, CancellationToken.None);
        await MakeAccountsAsync(client, Path.Combine(folder, "accounts"), tasks);
        EngineServices services = new(StateFolder.Open(store.Path, TimeProvider.System), TimeProvider.System, store.Boot);
        TaskQueue queue = new(services);
        Fill(services, queue);

        Claim(output, $"claiming one of {tasks} queued", services, queue);
        Execute(services, "UPDATE priority_group SET backup = backup + 1 WHERE is_default = 1");
        Say(output, "ordering all anew after a change of the default group", Milliseconds(queue.Settle));
        Execute(services, "UPDATE task SET account_id = (SELECT min(account_id) FROM task) WHERE sequence % 2 = 0");
        Claim(output, "claiming where half of the queue is for one account, which is busy", services, queue, keeps: 1);
        long started = Stopwatch.GetTimestamp();
        int count = await (await client.InvokeAsync(new ListTasks([], [], [], [], [], null), progress: null, CancellationToken.None)).CountAsync();
        Say(output, $"listing all {count}", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private static async Task MakeAccountsAsync(LocalClient client, string folder, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"account{i:d5}")));
        }

        await client.InvokeAsync(new CreateConnector("web01", ConnectorKind.Folder, folder, Storage: null, ConnectorOrigin.New), progress: null, CancellationToken.None);
        await client.InvokeAsync(new SynchronizeConnector(new ConnectorReference("web01")), progress: null, CancellationToken.None);
    }

    private static void Fill(EngineServices services, TaskQueue queue)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        foreach (AccountRow account in AccountStore.All(transaction, AccountPresence.Live))
        {
            queue.Add(transaction, Row(account, services));
        }

        transaction.Commit();
    }

    private static TaskRow Row(AccountRow account, EngineServices services) => new(
        Guid.CreateVersion7(services.Time.GetUtcNow()).ToString(), 0, nameof(TaskKind.Backup), nameof(TaskLane.Backup), "backupAccount",
        $$$"""{"request":{"account":"{{{account.Id}}}","items":[]}}""", account.Id, account.Path, null, "local:bench", "[]", 1, 1, 0, account.Id, 50,
        nameof(TaskState.Queued), services.Time.Now(), null, null, 0, 0, null, 0, 0, null, null, null, null, null);

    /// <param name="keeps">How many of the claimed go on running.</param>
    private static void Claim(TextWriter output, string what, EngineServices services, TaskQueue queue, int keeps = 0)
    {
        List<double> took = [];
        for (int i = 0; i < Claims; i++)
        {
            TaskRow? claimed = null;
            took.Add(Milliseconds(() => claimed = queue.Take(Worker)));
            if (i >= keeps)
            {
                using StateTransaction transaction = services.Database.BeginImmediate();
                TaskStore.End(transaction, claimed! with { State = nameof(TaskState.Completed), EndedAt = services.Time.Now() }, Worker);
                transaction.Commit();
            }
        }

        took.Sort();
        Say(output, $"{what}, mean", took.Average());
        Say(output, $"{what}, 99th of a hundred", took[Claims * 99 / 100]);
        Say(output, $"{what}, the longest", took[^1]);
    }

    private static double Milliseconds(Action act)
    {
        long started = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static void Execute(EngineServices services, string sql)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        transaction.Execute(sql);
        transaction.Commit();
    }

    private static void Say(TextWriter output, string what, double milliseconds) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {milliseconds:f2} ms"));
}
