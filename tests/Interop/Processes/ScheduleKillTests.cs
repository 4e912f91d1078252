using System.Runtime.Versioning;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tasks;
using BackupAccess.Tests;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Processes;

/// <summary>Processes that serve one state are killed while they do.</summary>
[SupportedOSPlatform("linux")]
public sealed class ScheduleKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Servers = 2;
    private const int LongestLife = 2500;
    private const int Configurations = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly ProfileReference s_team = new("team-a");

    private readonly TemporaryFolder _folder = new();

    private string State => Path.Combine(_folder.Path, "state");

    private LocalStore Store => new(State, "Test", TimeProvider.System, new SystemBootClock());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_at_any_moment_every_configuration_of_every_run_is_run_once()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        await using LocalClient client = await CreateAsync();
        for (int left = RandomRuns.Of(200); left > 0; left -= Servers)
        {
            int[] lives = [.. Enumerable.Range(0, Servers).Select(_ => random.Next(LongestLife))];
            await Task.WhenAll(lives.Select(ServeAndKillAsync));
        }

        await DoAsync(client, new SuspendSchedule(new ScheduleReference("team-a/often")));
        using (ActorProcess last = ActorProcess.Start("serve", State))
        {
            Assert.Equal("serving", await last.ReadLineAsync());
            await UntilAsync(async () => (await RunsAsync(client)).TrueForAll(run => run.Outcome != ScheduleOutcome.Running));
            last.EndInput();
            Assert.Equal(0, await last.EndAsync());
        }

        List<ScheduleRun> runs = await RunsAsync(client);
        ScheduleRun[] ran = [.. runs.Where(run => run.Outcome != ScheduleOutcome.Skipped)];
        output.WriteLine($"{ran.Length} runs of {runs.Count}");
        Assert.NotEmpty(ran);
        Assert.Equal(runs.Count, runs.Select(run => run.Due).Distinct().Count());
        Assert.All(ran, run => Assert.Equal((Configurations, 0), (run.Jobs.Count, run.Failures.Count)));
        List<BackupJob> jobs = await ListAsync(client, new ListJobs([], [], [], Since: null));
        Assert.Equal(ran.SelectMany(run => run.Jobs).Order(), jobs.Select(job => job.Id).Order());
    }

    [Fact]
    public async Task A_server_that_is_ended_puts_what_runs_back_into_the_queue_at_once()
    {
        await using LocalClient client = await CreateAsync();
        await DoAsync(client, new SuspendSchedule(new ScheduleReference("team-a/often")));
        string account = Path.Combine(_folder.Path, "accounts", "alice");
        byte[] noise = new byte[64 << 20];
        for (int i = 0; i < 8; i++)
        {
            Random.Shared.NextBytes(noise);
            await File.WriteAllBytesAsync(Path.Combine(account, $"large{i}"), noise);
        }

        await DoAsync(client, new StartSchedule(new ScheduleReference("team-a/often")));
        using ActorProcess server = ActorProcess.Start("serve", State);
        await UntilAsync(async () => (await TasksAsync(client)).Exists(task => task.State == TaskState.Running));
        server.EndInput();
        Assert.Equal(0, await server.EndAsync());

        List<WorkTask> tasks = await TasksAsync(client);
        Assert.All(tasks, task => Assert.Equal((TaskState.Queued, 0), (task.State, task.Attempts)));
    }

    /// <summary>A state with a schedule of every second and three configurations of an account that name it.</summary>
    private async Task<LocalClient> CreateAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "accounts", "alice"));
        LocalClient client = await LocalClient.InitializeAsync(Store, "tester", "admin", password: null, CancellationToken.None);
        await DoAsync(client, new CreateConnector("web01", ConnectorKind.Folder, Path.Combine(_folder.Path, "accounts"), Storage: null, ConnectorOrigin.New));
        await DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01")));
        await DoAsync(client, new CreateProfile("team-a"));
        await DoAsync(client, new CreateSchedule(s_team, "often", RetentionLabel.Hourly, ScheduleTiming.OfCron("* * * * * ?"), "Etc/UTC", MissedRuns.CatchUp, MaxConcurrent: null));
        for (int i = 0; i < Configurations; i++)
        {
            await DoAsync(client, new CreateConfiguration(s_team, $"configuration{i}", "connector: web01\nschedules: [often]\n"));
        }

        return client;
    }

    private async Task ServeAndKillAsync(int life)
    {
        using ActorProcess process = ActorProcess.Start("serve", State);
        Assert.Equal("serving", await process.ReadLineAsync());
        await Task.Delay(life);
        process.Kill();
        await process.EndAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource patience = new(s_patience);
        while (!await condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static Task<List<ScheduleRun>> RunsAsync(LocalClient client) => ListAsync(client, new ListScheduleRuns([], [], Since: null));

    private static Task<List<WorkTask>> TasksAsync(LocalClient client) => ListAsync(client, new ListTasks([], [], [], [], [], Since: null));

    private static Task<T> DoAsync<T>(LocalClient client, IOperation<T> request) => client.InvokeAsync(request, progress: null, CancellationToken.None);

    private static async Task<List<T>> ListAsync<T>(LocalClient client, IOperation<IAsyncEnumerable<T>> request) => await (await DoAsync(client, request)).ToListAsync();
}
