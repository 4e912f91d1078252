using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Schedules.Recurrences;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Bench;

/// <summary>
/// What it takes to work out the next run of many schedules, and to run them for a simulated month in which every backup
/// ends at once. Leaves a state for <c>serve</c> behind.
/// </summary>
internal static class ScheduleSpeed
{
    private const int ProfileCount = 100;
    private const int Days = 30;

    private static readonly DateTimeOffset s_start = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Etc/UTC"];

    public static async Task MeasureAsync(int schedules, int configurations, string folder, TextWriter output)
    {
        NextRuns(schedules, output);
        SteppedClock clock = new(s_start);
        LocalStore store = new(Path.Combine(folder, "state"), "Bench", clock, clock);
        await using LocalClient client = await LocalClient.InitializeAsync(store, "bench", "admin", password: null, CancellationToken.None);
        await FillAsync(client, Path.Combine(folder, "accounts"), schedules, configurations);
        EngineServices services = new(StateFolder.Open(store.Path, clock), clock, clock);
        Month(services, clock, output);
    }

    private static void NextRuns(int count, TextWriter output)
    {
        Zones zones = new();
        (string Expression, string Zone)[] given = [.. Enumerable.Range(0, count).Select(i => (ExpressionOf(i), s_zones[i % s_zones.Length]))];
        for (int round = 0; round < 5; round++)
        {
            long started = Stopwatch.GetTimestamp();
            long sum = 0;
            foreach ((string expression, string zone) in given)
            {
                sum += new Recurrence(CronParser.Parse(expression), zones.Find(zone)).After(s_start)!.Value.Ticks % 7;
            }

            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"next runs of {count} schedules, round {round + 1}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:f1} ms ({sum})"));
        }
    }

    private static string ExpressionOf(int i) => (i % 10) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{i % 60} {i % 24} * * {i % 7}"),
        1 => string.Create(CultureInfo.InvariantCulture, $"0 {i % 60} {i % 24} L * ?"),
        2 => string.Create(CultureInfo.InvariantCulture, $"0 {i % 60} {i % 24} ? * {(i % 7) + 1}#2"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{i % 60} {i % 24} * * *"),
    };

    private static async Task FillAsync(LocalClient client, string accounts, int schedules, int configurations)
    {
        for (int i = 0; i < configurations; i++)
        {
            Directory.CreateDirectory(Path.Combine(accounts, $"account{i}"));
        }

        await DoAsync(client, new CreateConnector("web01", ConnectorKind.Folder, accounts, Storage: null, ConnectorOrigin.New));
        await DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01")));
        for (int i = 0; i < ProfileCount; i++)
        {
            await DoAsync(client, new CreateProfile($"team{i}"));
        }

        for (int i = 0; i < schedules; i++)
        {
            await DoAsync(client, new CreateSchedule(
                new ProfileReference($"team{i % ProfileCount}"), $"schedule{i}", RetentionLabel.Daily, ScheduleTiming.OfCron(ExpressionOf(i)), s_zones[i % s_zones.Length], MissedRuns.CatchUp, MaxConcurrent: 1));
        }

        for (int i = 0; i < configurations; i++)
        {
            await DoAsync(client, new CreateConfiguration(
                new ProfileReference($"team{i % ProfileCount}"), $"configuration{i}", $"connector: web01\naccounts: {{ names: [account{i}] }}\nschedules: [schedule{i}]\n"));
        }
    }

    private static void Month(EngineServices services, SteppedClock clock, TextWriter output)
    {
        Scheduler scheduler = new(new Door(services));
        long started = Stopwatch.GetTimestamp();
        long steps = 0;
        while (scheduler.NextDue() is { } next && next.ToTime() < s_start.AddDays(Days))
        {
            clock.Now = next.ToTime();
            scheduler.RunDue(CancellationToken.None);
            Execute(services, "UPDATE task SET state = 'Completed', ended_at = @now WHERE state = 'Queued'", clock);
            steps++;
        }

        double took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using StateConnection db = services.Database.Connect();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Days} days: {took:f1} s, {steps} moments, {db.QueryScalar<long>("SELECT sum(runs) FROM schedule")} runs, {db.QueryScalar<long>("SELECT count(*) FROM job")} jobs"));
    }

    private static void Execute(EngineServices services, string sql, SteppedClock clock)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        transaction.Execute(sql, new { now = clock.Now.ToMicroseconds() });
        transaction.Commit();
    }

    private static Task DoAsync<T>(LocalClient client, IOperation<T> request) => client.InvokeAsync(request, progress: null, CancellationToken.None);

    /// <summary>A clock that stands where it is put, on a machine that doesn't tell how long it has run.</summary>
    private sealed class SteppedClock(DateTimeOffset now) : TimeProvider, IBootClock
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;

        public BootMoment? Read() => null;
    }
}
