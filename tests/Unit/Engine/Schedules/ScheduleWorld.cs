using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Schedules;

/// <summary>A store with the profile <c>team-a</c>, whose schedules run as often as a test says so. It is noon of 1 March 2026, UTC.</summary>
internal sealed class ScheduleWorld : IAsyncDisposable
{
    private ScheduleWorld(Store store)
    {
        Store = store;
        Scheduler = NewScheduler();
    }

    public static ProfileReference TeamA { get; } = new("team-a");

    public static ScheduleReference Nightly { get; } = new("team-a/nightly");

    public Store Store { get; }

    public LocalClient Local => Store.Local;

    public Scheduler Scheduler { get; }

    public static async Task<ScheduleWorld> CreateAsync(params string[] accounts)
    {
        ScheduleWorld world = new(await Store.CreateAsync(accounts));
        await world.Local.DoAsync(new CreateProfile("team-a"));
        return world;
    }

    /// <summary>A scheduler as another process has it.</summary>
    public Scheduler NewScheduler() => new(new Door(new EngineServices(StateFolder.Open(Store.StatePath, Store.Clock), Store.Clock, Store.Boot)));

    /// <summary>The schedule <c>team-a/nightly</c>, daily at 02:00 UTC where nothing else is said.</summary>
    public Task<Schedule> ScheduleAsync(string cron = "0 2 * * *", string zone = "Etc/UTC", MissedRuns missed = MissedRuns.CatchUp, int? most = 1, RetentionLabel label = RetentionLabel.Daily) =>
        Local.DoAsync(new CreateSchedule(TeamA, "nightly", label, ScheduleTiming.OfCron(cron), zone, missed, most));

    /// <summary>A configuration that names <c>nightly</c>.</summary>
    public Task<Configuration> ConfigureAsync(IOperationClient? saver = null, string name = "shop") =>
        (saver ?? Local).DoAsync(new CreateConfiguration(TeamA, name, "connector: web01\nschedules: [nightly]\n"));

    /// <summary>Moves the clock, and has what is due run.</summary>
    public void RunUntil(DateTimeOffset time)
    {
        Store.Clock.Advance(time - Store.Clock.GetUtcNow());
        Scheduler.RunDue(CancellationToken.None);
    }

    public Task WorkAsync() => Local.WorkQueueAsync(ended: null, CancellationToken.None);

    public async Task<Schedule> NightlyAsync() => Assert.Single(await Local.ListAsync(new ListSchedules(["team-a/nightly"], [])));

    /// <summary>Oldest first.</summary>
    public async Task<List<ScheduleRun>> RunsAsync() => [.. (await Local.ListAsync(new ListScheduleRuns([], [], Since: null))).AsEnumerable().Reverse()];

    public async Task<List<BackupJob>> JobsAsync() => [.. (await Local.ListAsync(new ListJobs([], [], [], Since: null))).AsEnumerable().Reverse()];

    public static DateTimeOffset March(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute, 0, TimeSpan.Zero);

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
