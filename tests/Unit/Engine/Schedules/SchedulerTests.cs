using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;
using static BackupAccess.Engine.Tests.Schedules.ScheduleWorld;

namespace BackupAccess.Engine.Tests.Schedules;

public sealed class SchedulerTests
{
    [Fact]
    public async Task A_schedule_runs_each_configuration_that_names_it_when_it_is_due()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice", "bob");
        await world.ScheduleAsync(label: RetentionLabel.Weekly);
        await world.ConfigureAsync(world.Local);
        await world.ConfigureAsync(world.Local, "mail");
        await world.Local.DoAsync(new CreateConfiguration(TeamA, "other", "connector: web01\n"));

        world.RunUntil(March(2, 1, 59));
        Assert.Empty(await world.RunsAsync());
        world.RunUntil(March(2, 2));
        Schedule running = await world.NightlyAsync();
        await world.WorkAsync();

        List<BackupJob> jobs = await world.JobsAsync();
        Assert.Equal(["team-a/mail", "team-a/shop"], jobs.Select(job => job.Configuration).Order());
        Assert.All(jobs, job => Assert.Equal(("nightly", RetentionLabel.Weekly, JobState.Completed, 2), (job.Schedule, job.Label, job.State, job.Completed)));
        ScheduleRun run = Assert.Single(await world.RunsAsync());
        Assert.Equal((March(2, 2), null, ScheduleOutcome.Completed, null), (run.Due, run.AskedBy, run.Outcome, run.Message));
        Assert.Equal(jobs.Select(job => job.Id).Order(), run.Jobs.Order());
        Assert.Equal((March(3, 2), ScheduleOutcome.Running), (running.NextRun, running.LastOutcome));
        Assert.Equal((March(2, 2), ScheduleOutcome.Completed), ((await world.NightlyAsync()).LastRun, (await world.NightlyAsync()).LastOutcome));
    }

    [Fact]
    public async Task Of_two_processes_one_runs_a_moment()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync("* * * * *", most: null);
        await world.ConfigureAsync(world.Local);
        Scheduler[] schedulers = [.. Enumerable.Range(0, 4).Select(_ => world.NewScheduler())];

        for (int minute = 1; minute <= 20; minute++)
        {
            world.Store.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(schedulers.Select(scheduler => Task.Run(() => scheduler.RunDue(CancellationToken.None))));
        }

        Assert.Equal(Enumerable.Range(1, 20).Select(minute => March(1, 12, minute)), (await world.RunsAsync()).Select(run => run.Due));
        Assert.Equal(20, (await world.JobsAsync()).Count);
    }

    [Theory]
    [InlineData(MissedRuns.CatchUp, ScheduleOutcome.Running, "missed since 2026-03-02 02:00:00Z, and caught up")]
    [InlineData(MissedRuns.Skip, ScheduleOutcome.Skipped, "missed since 2026-03-02 02:00:00Z, and passed over")]
    public async Task Missed_moments_are_caught_up_once_or_passed_over(MissedRuns missed, ScheduleOutcome outcome, string message)
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync(missed: missed);
        await world.ConfigureAsync(world.Local);

        world.RunUntil(March(5, 12));

        ScheduleRun run = Assert.Single(await world.RunsAsync());
        Assert.Equal((March(5, 2), outcome, message), (run.Due, run.Outcome, run.Message));
        Assert.Equal(missed == MissedRuns.CatchUp ? 1 : 0, (await world.JobsAsync()).Count);
        Assert.Equal(March(6, 2), (await world.NightlyAsync()).NextRun);
    }

    [Fact]
    public async Task What_skips_missed_moments_still_runs_one_that_comes_just_now()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync(missed: MissedRuns.Skip);
        await world.ConfigureAsync(world.Local);

        world.RunUntil(March(4, 2));

        ScheduleRun run = Assert.Single(await world.RunsAsync());
        Assert.Equal((March(4, 2), ScheduleOutcome.Running), (run.Due, run.Outcome));
    }

    [Fact]
    public async Task No_more_runs_go_on_at_once_than_it_says()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync(most: 1);
        await world.ConfigureAsync(world.Local);

        world.RunUntil(March(2, 2));
        world.RunUntil(March(3, 2));
        await world.Local.RefusedAsync("Conflict", new StartSchedule(Nightly));
        await world.WorkAsync();
        world.RunUntil(March(4, 2));

        Assert.Equal(
            [(ScheduleOutcome.Completed, null), (ScheduleOutcome.Skipped, "1 earlier run hasn't ended"), (ScheduleOutcome.Running, null)],
            (await world.RunsAsync()).Select(run => (run.Outcome, run.Message)));
    }

    [Fact]
    public async Task A_run_that_is_asked_for_is_taken_up_by_whoever_works_the_queue()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync();
        await world.Local.RefusedAsync("Conflict", new StartSchedule(Nightly));
        await world.ConfigureAsync(world.Local);
        await world.Local.DoAsync(new SuspendSchedule(Nightly));

        ScheduleRun asked = await world.Local.DoAsync(new StartSchedule(Nightly));
        await world.WorkAsync();

        ScheduleRun run = Assert.Single(await world.RunsAsync());
        Assert.Equal((asked.Id, "local:tester", ScheduleOutcome.Completed), (run.Id, run.AskedBy, run.Outcome));
        Assert.Equal(JobState.Completed, Assert.Single(await world.JobsAsync()).State);
    }

    [Fact]
    public async Task A_configuration_runs_as_who_last_saved_it_and_as_nobody_else()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync();
        await using LocalClient ann = await world.Store.SignInAsync("ann", ["Operator"], "web01");
        await using LocalClient bea = await world.Store.SignInAsync("bea", ["Operator"], "web01");
        await world.Local.DoAsync(new GrantProfile(new UserReference("ann"), TeamA, null));
        await world.Local.DoAsync(new GrantProfile(new UserReference("bea"), TeamA, null));
        await world.ConfigureAsync(ann);
        await world.ConfigureAsync(bea, "mail");
        await world.ConfigureAsync(world.Local, "zone");
        await world.Local.DoAsync(new DisableUser(new UserReference("ann")));
        await world.Local.DoAsync(new RemoveUser(new UserReference("bea")));

        world.RunUntil(March(2, 2));

        ScheduleRun run = Assert.Single(await world.RunsAsync());
        Assert.Equal(["team-a/mail", "team-a/shop"], run.Failures.Select(failure => failure.Split(": ")[0]));
        Assert.Equal("local:tester", Assert.Single(await world.JobsAsync()).Requester);
        await world.WorkAsync();
        Schedule schedule = await world.NightlyAsync();
        Assert.Equal((ScheduleOutcome.Partial, run.Failures[0]), (schedule.LastOutcome, schedule.LastMessage));
    }

    [Fact]
    public async Task A_saver_who_lost_the_profile_is_refused_and_the_audit_log_told()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync();
        await using LocalClient ann = await world.Store.SignInAsync("ann", ["Operator"], "web01");
        await world.Local.DoAsync(new GrantProfile(new UserReference("ann"), TeamA, null));
        await world.ConfigureAsync(ann);
        await world.Local.DoAsync(new RevokeProfile(new UserReference("ann"), TeamA));
        long end = await world.Store.AuditEndAsync();

        world.RunUntil(March(2, 2));

        Assert.Equal((ScheduleOutcome.Failed, 1), (Assert.Single(await world.RunsAsync()).Outcome, (await world.RunsAsync())[0].Failures.Count));
        AuditEvent refusal = Assert.Single(await world.Store.AuditAsync(end), audited => audited.Operation == "runConfiguration");
        Assert.Equal(("ann", AuditOutcome.Refused), (refusal.Principal, refusal.Outcome));
    }

    [Fact]
    public async Task A_schedule_that_nothing_names_is_passed_over()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();
        await world.ScheduleAsync();

        world.RunUntil(March(2, 2));

        ScheduleRun run = Assert.Single(await world.RunsAsync());
        Assert.Equal((ScheduleOutcome.Skipped, "no configuration names it"), (run.Outcome, run.Message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_killed_process_left_of_a_run_is_done_once(bool hadBegun)
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync();
        await world.ConfigureAsync(world.Local);
        await world.ConfigureAsync(world.Local, "mail");
        world.RunUntil(March(2, 2));
        using (StateTransaction db = world.Store.Database.BeginImmediate())
        {
            // As a process leaves it that is killed after its claim, or after the first of two configurations.
            db.Execute("UPDATE schedule_run SET ended_at = NULL, is_open = 0, holder = @holder", new { holder = TestTasks.GoneHolder(world.Store.Clock) });
            db.Execute("DELETE FROM job WHERE configuration = 'team-a/shop' OR @all", new { all = !hadBegun });
            db.Execute("DELETE FROM schedule_run_part WHERE configuration = 'team-a/shop' OR @all", new { all = !hadBegun });
            db.Execute("DELETE FROM task WHERE job_id IS NULL");
            db.Commit();
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => world.NewScheduler().RunDue(CancellationToken.None))));

        Assert.Equal(["team-a/mail", "team-a/shop"], (await world.JobsAsync()).Select(job => job.Configuration).Order());
        Assert.Equal(2, Assert.Single(await world.RunsAsync()).Jobs.Count);
    }

    [Fact]
    public async Task Another_process_run_is_left_to_it_while_it_lives()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync();
        await world.ConfigureAsync(world.Local);
        using CancellationTokenSource stopped = new();
        await world.Local.DoAsync(new StartSchedule(Nightly));
        using (StateTransaction db = world.Store.Database.BeginImmediate())
        {
            db.Execute("UPDATE schedule_run SET holder = 'elsewhere:1:1::x', expires_at = @until", new { until = world.Store.Clock.GetUtcNow().AddSeconds(20).ToMicroseconds() });
            db.Commit();
        }

        world.RunUntil(March(1, 12, 1));
        Assert.Empty(await world.JobsAsync());
        world.RunUntil(March(1, 12, 6));
        Assert.Single(await world.JobsAsync());
    }

    [Fact]
    public async Task A_clock_that_is_put_back_brings_the_next_run_nearer_and_runs_nothing_twice()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync(most: null);
        await world.ConfigureAsync(world.Local);
        world.RunUntil(March(2, 2));
        world.RunUntil(March(31, 2));
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 2, 0, 0, TimeSpan.Zero), (await world.NightlyAsync()).NextRun);

        world.Store.Clock.Advance(March(2, 1, 59) - March(31, 2));
        world.Scheduler.Reckon();
        Assert.Equal(March(2, 2), (await world.NightlyAsync()).NextRun);
        world.RunUntil(March(2, 2));
        world.RunUntil(March(3, 2));
        world.Store.Clock.Advance(March(31, 1) - March(3, 2));
        world.Scheduler.Reckon();
        world.RunUntil(March(31, 2));

        Assert.Equal([March(2, 2), March(3, 2), March(31, 2), March(31, 2)], (await world.RunsAsync()).Select(run => run.Due).Order());
    }

    [Fact]
    public async Task As_many_runs_are_kept_as_it_is_said()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();
        await world.ScheduleAsync("* * * * *");

        for (int minute = 1; minute <= ScheduleRunStore.Kept + 20; minute++)
        {
            world.RunUntil(March(1, 12).AddMinutes(minute));
        }

        List<ScheduleRun> runs = await world.RunsAsync();
        Assert.Equal((ScheduleRunStore.Kept, March(1, 12, 21)), (runs.Count, runs[0].Due));
    }

    [Fact]
    public async Task A_zone_that_the_machine_no_longer_has_is_told_of_and_holds_nothing_up()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();
        await world.ScheduleAsync();
        using (StateTransaction db = world.Store.Database.BeginImmediate())
        {
            db.Execute("UPDATE schedule SET time_zone = 'Mars/Olympus'");
            db.Commit();
        }

        world.RunUntil(March(2, 2));

        Schedule schedule = await world.NightlyAsync();
        Assert.Equal((null, ScheduleOutcome.Skipped), (schedule.NextRun, schedule.LastOutcome));
        Assert.Contains("Mars/Olympus", schedule.LastMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulated_year_runs_every_night_once_by_the_zones_clocks()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();
        await world.ScheduleAsync("30 2 * * *", "Europe/Berlin");
        List<DateTimeOffset> ran = [];

        for (int day = 0; day < 365; day++)
        {
            DateTimeOffset next = (await world.NightlyAsync()).NextRun!.Value;
            world.RunUntil(next);
            ran.Add((await world.NightlyAsync()).LastRun!.Value);
        }

        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal(Enumerable.Range(0, 365).Select(day => new DateOnly(2026, 3, 2).AddDays(day)), ran.Select(moment => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, berlin).DateTime)));
        Assert.Equal([new TimeOnly(3, 0)], ran.Select(moment => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, berlin).DateTime)).Where(time => time != new TimeOnly(2, 30)));
    }
}
