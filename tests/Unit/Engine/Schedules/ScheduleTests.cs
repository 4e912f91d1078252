using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;
using static BackupAccess.Engine.Tests.Schedules.ScheduleWorld;

namespace BackupAccess.Engine.Tests.Schedules;

public sealed class ScheduleTests
{
    [Fact]
    public async Task A_schedule_says_what_it_was_given_and_when_it_comes_next()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();

        Schedule made = await world.Local.DoAsync(new CreateSchedule(
            TeamA, "nightly", RetentionLabel.Daily, ScheduleTiming.Daily(new TimeOnly(2, 0)), "Europe/Berlin", MissedRuns.Skip, MaxConcurrent: 2));

        Assert.Equal(
            ("team-a/nightly", "daily at 02:00", "0 2 * * *", "Europe/Berlin", MissedRuns.Skip, 2, RetentionLabel.Daily),
            (made.Path, made.When, made.Cron, made.TimeZone, made.Missed, made.MaxConcurrent!.Value, made.Label));
        Assert.Equal((March(2, 1), false), (made.NextRun, made.Suspended));
        Assert.Null(made.LastOutcome);
        Assert.Equal(made, await world.NightlyAsync());
        await world.Local.RefusedAsync("AlreadyExists", new CreateSchedule(TeamA, "NIGHTLY", RetentionLabel.Daily, ScheduleTiming.Hourly(1), null, MissedRuns.Skip, null));
    }

    public static TheoryData<ScheduleTiming, string, string> Timings => new()
    {
        { ScheduleTiming.Hourly(5), "hourly at :05", "5 * * * *" },
        { ScheduleTiming.Weekly([DayOfWeek.Saturday, DayOfWeek.Sunday], new TimeOnly(3, 30)), "Sun, Sat at 03:30", "30 3 * * 0,6" },
        { ScheduleTiming.OfCron("  0 0 2  L * ? "), "0 0 2 L * ?", "0 0 2 L * ?" },
    };

    [Theory]
    [MemberData(nameof(Timings))]
    public async Task Every_kind_of_timing_is_told_for_people_and_as_an_expression(ScheduleTiming timing, string when, string cron)
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();

        Schedule made = await world.Local.DoAsync(new CreateSchedule(TeamA, "nightly", RetentionLabel.Weekly, timing, TimeZone: null, MissedRuns.CatchUp, null));

        Assert.Equal((when, cron, timing.Kind), (made.When, made.Cron, made.Kind));
        Assert.Equal(TimeZoneInfo.Local.Id, made.TimeZone);
    }

    public static TheoryData<ScheduleTiming> Nonsense => new()
    {
        new ScheduleTiming(ScheduleKind.Hourly, 60, null, [], null),
        new ScheduleTiming(ScheduleKind.Hourly, 5, new TimeOnly(2, 0), [], null),
        new ScheduleTiming(ScheduleKind.Daily, null, null, [], null),
        new ScheduleTiming(ScheduleKind.Daily, null, new TimeOnly(2, 0, 30), [], null),
        new ScheduleTiming(ScheduleKind.Weekly, null, new TimeOnly(2, 0), [], null),
        new ScheduleTiming(ScheduleKind.Weekly, null, new TimeOnly(2, 0), [(DayOfWeek)9], null),
        new ScheduleTiming(ScheduleKind.Cron, null, null, [], null),
        ScheduleTiming.OfCron("0 0 2 1 1 ? 2020"),
        ScheduleTiming.OfCron("nightly"),
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_timing_that_says_too_much_or_too_little_or_never_comes_is_refused(ScheduleTiming timing)
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();

        await world.Local.RefusedAsync("InvalidValue", new CreateSchedule(TeamA, "nightly", RetentionLabel.Daily, timing, "Etc/UTC", MissedRuns.CatchUp, null));
        Assert.Empty(await world.Local.ListAsync(new ListSchedules([], [])));
    }

    [Fact]
    public async Task A_zone_or_a_number_that_cannot_be_is_refused()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();

        EngineException failure = await world.Local.RefusedAsync("InvalidValue", new CreateSchedule(TeamA, "nightly", RetentionLabel.Daily, ScheduleTiming.Hourly(0), "Europe/Berln", MissedRuns.Skip, 1));
        await world.Local.RefusedAsync("InvalidValue", new CreateSchedule(TeamA, "nightly", RetentionLabel.Daily, ScheduleTiming.Hourly(0), null, MissedRuns.Skip, 0));
        await world.Local.RefusedAsync("InvalidName", new CreateSchedule(TeamA, "a/b", RetentionLabel.Daily, ScheduleTiming.Hourly(0), null, MissedRuns.Skip, 1));

        Assert.Contains("\"Europe/Berlin\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_change_does_not_name_stays()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();
        Schedule made = await world.ScheduleAsync();

        Schedule relabelled = await world.Local.DoAsync(new UpdateSchedule(Nightly, RetentionLabel.Monthly, null, null, null, MaxConcurrent: 0));
        Schedule moved = await world.Local.DoAsync(new UpdateSchedule(Nightly, null, ScheduleTiming.Daily(new TimeOnly(13, 15)), "Asia/Tokyo", MissedRuns.Skip, null));

        Assert.Equal(made with { Label = RetentionLabel.Monthly, MaxConcurrent = null }, relabelled);
        Assert.Equal(relabelled with { Kind = ScheduleKind.Daily, When = "daily at 13:15", Cron = "15 13 * * *", TimeZone = "Asia/Tokyo", Missed = MissedRuns.Skip, NextRun = March(2, 4, 15) }, moved);
        Assert.Equal(moved, await world.NightlyAsync());
    }

    [Fact]
    public async Task A_suspended_schedule_does_not_come_and_what_lay_in_between_was_not_missed()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync();
        await world.ConfigureAsync(world.Local);

        Schedule suspended = await world.Local.DoAsync(new SuspendSchedule(Nightly));
        world.RunUntil(March(5, 12));
        Schedule changed = await world.Local.DoAsync(new UpdateSchedule(Nightly, null, ScheduleTiming.Daily(new TimeOnly(4, 0)), null, null, null));
        Schedule resumed = await world.Local.DoAsync(new ResumeSchedule(Nightly));

        Assert.Equal((true, null), (suspended.Suspended, suspended.NextRun));
        Assert.Equal((true, null), (changed.Suspended, changed.NextRun));
        Assert.Equal((false, March(6, 4)), (resumed.Suspended, resumed.NextRun));
        Assert.Empty(await world.RunsAsync());
        Assert.Equal(resumed, await world.Local.DoAsync(new ResumeSchedule(Nightly)));
    }

    [Fact]
    public async Task A_schedule_is_kept_while_a_configuration_or_its_profile_or_the_global_text_names_it()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();
        await world.ScheduleAsync();
        await world.Local.DoAsync(new CreateConfiguration(TeamA, "shop", "schedules: [Nightly]\n"));

        EngineException failure = await world.Local.RefusedAsync("ScheduleInUse", new RemoveSchedule(Nightly));
        Assert.Contains("\"team-a/shop\"", failure.Message, StringComparison.Ordinal);
        await world.Local.DoAsync(new UpdateConfiguration(new ConfigurationReference("shop"), "", PendingEdit.Keep));
        await world.Local.DoAsync(new UpdateGlobalConfiguration(TeamA, "schedules: [nightly]\n", PendingEdit.Keep));
        await world.Local.RefusedAsync("ScheduleInUse", new RemoveSchedule(Nightly));
        await world.Local.DoAsync(new UpdateGlobalConfiguration(TeamA, "", PendingEdit.Keep));
        await world.Local.DoAsync(new UpdateGlobalConfiguration(Profile: null, "schedules: [nightly]\n", PendingEdit.Keep));
        await world.Local.RefusedAsync("ScheduleInUse", new RemoveSchedule(Nightly));
        await world.Local.DoAsync(new UpdateGlobalConfiguration(Profile: null, "", PendingEdit.Keep));

        await world.Local.DoAsync(new RemoveSchedule(Nightly));
        Assert.Empty(await world.Local.ListAsync(new ListSchedules([], [])));
    }

    [Fact]
    public async Task A_profile_takes_its_schedules_and_their_runs_with_it()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync("alice");
        await world.ScheduleAsync();
        await world.ConfigureAsync(world.Local);
        world.RunUntil(March(2, 2));

        await world.Local.DoAsync(new RemoveProfile(TeamA));
        await world.Local.DoAsync(new CreateProfile("team-a"));

        Assert.Empty(await world.Local.ListAsync(new ListSchedules([], [])));
        Assert.Empty(await world.RunsAsync());
    }

    [Fact]
    public async Task Another_teams_schedules_are_not_there()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();
        await world.ScheduleAsync();
        await world.Local.DoAsync(new CreateProfile("team-b"));
        await world.Local.DoAsync(new CreateSchedule(new ProfileReference("team-b"), "nightly", RetentionLabel.Daily, ScheduleTiming.Hourly(0), "Etc/UTC", MissedRuns.Skip, 1));
        await using LocalClient bea = await world.Store.SignInAsync("bea", ["Operator"]);
        await world.Local.DoAsync(new GrantProfile(new UserReference("bea"), new ProfileReference("team-b"), null));

        Assert.Equal(["team-b/nightly"], (await bea.ListAsync(new ListSchedules([], []))).Select(schedule => schedule.Path));
        await bea.RefusedAsync("NotFound", new SuspendSchedule(Nightly));
        await bea.RefusedAsync("NotFound", new StartSchedule(Nightly));
        await bea.RefusedAsync("NotFound", new CreateSchedule(TeamA, "mine", RetentionLabel.Daily, ScheduleTiming.Hourly(0), null, MissedRuns.Skip, 1));
        Assert.Equal("team-b/nightly", (await bea.DoAsync(new SuspendSchedule(new ScheduleReference("nightly")))).Path);
        Assert.Equal("AmbiguousName", (await world.Local.RefusedAsync("AmbiguousName", new SuspendSchedule(new ScheduleReference("nightly")))).ErrorId);
    }

    [Fact]
    public async Task Names_are_patterns_in_a_list()
    {
        await using ScheduleWorld world = await ScheduleWorld.CreateAsync();
        Schedule made = await world.ScheduleAsync();

        Assert.Single(await world.Local.ListAsync(new ListSchedules(["NIGHT*"], [])));
        Assert.Single(await world.Local.ListAsync(new ListSchedules(["team-?/nightly"], ["team-a"])));
        Assert.Single(await world.Local.ListAsync(new ListSchedules([made.Id.ToString()], [])));
        Assert.Empty(await world.Local.ListAsync(new ListSchedules(["team-b/*"], [])));
        Assert.Empty(await world.Local.ListAsync(new ListSchedules([], ["team-b"])));
    }
}
