using System.Globalization;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Schedules;

/// <summary>The example of two teams, as an administrator would use it.</summary>
public sealed class TeamsExampleTests
{
    private static readonly DateTimeOffset s_end = new(2027, 4, 15, 12, 0, 0, TimeSpan.Zero);

    // By hand: on 15 April 2027 the last fourteen nights are there, and the first of each month since the May before; that of
    // April 2026 was beyond twelve, and 365 days old, when that of April 2027 was taken.
    private static readonly string[] s_nights =
    [
        "2027-04-02", "2027-04-03", "2027-04-04", "2027-04-05", "2027-04-06", "2027-04-07", "2027-04-08",
        "2027-04-09", "2027-04-10", "2027-04-11", "2027-04-12", "2027-04-13", "2027-04-14", "2027-04-15",
    ];

    private static readonly string[] s_months =
    [
        "2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01",
        "2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01",
    ];

    [Fact]
    public async Task A_year_of_it_leaves_the_backups_that_its_policy_says()
    {
        await using Store store = await AppliedAsync();
        Scheduler scheduler = new(new Door(new EngineServices(StateFolder.Open(store.StatePath, store.Clock), store.Clock, store.Boot)));

        while (await NextAsync(store) is { } next && next < s_end)
        {
            store.Clock.Advance(next - store.Clock.GetUtcNow());
            scheduler.RunDue(CancellationToken.None);
            await store.Local.WorkQueueAsync(ended: null, CancellationToken.None);
        }

        foreach (string account in new[] { "alice", "shop1" })
        {
            List<Backup> kept = await store.Local.ListAsync(new ListBackups([account], [], null, null, null, null, null));
            Assert.Equal(s_nights, DaysOf(kept, RetentionLabel.Daily));
            Assert.Equal(s_months, DaysOf(kept, RetentionLabel.Monthly));
        }

        Assert.Equal(["quiesce", "unquiesce"], (await File.ReadAllLinesAsync(Path.Combine(store.Root, "log"))).Where(line => line.Length > 0).Distinct());
        Assert.All(await store.Local.ListAsync(new ListJobs([], [], [], Since: null)), job => Assert.Equal(JobState.Completed, job.State));
    }

    [Fact]
    public async Task Neither_team_sees_or_changes_what_is_the_others()
    {
        await using Store store = await AppliedAsync();
        await using LocalClient wendy = await store.ConnectAsync(await store.Local.DoAsync(new CreateAccessKey(new UserReference("wendy"), Until: null)));

        Assert.Equal(["web/sites"], (await wendy.ListAsync(new ListConfigurations([], []))).Select(configuration => configuration.Path));
        Assert.Equal(["web/monthly", "web/nightly"], (await wendy.ListAsync(new ListSchedules([], []))).Select(schedule => schedule.Path).Order());
        await wendy.RefusedAsync("NotFound", new UpdateConfiguration(new ConfigurationReference("shop/store"), "", PendingEdit.Discard));
        await wendy.RefusedAsync("NotFound", new StartSchedule(new ScheduleReference("shop/nightly")));
        await wendy.RefusedAsync("NotFound", new RunConfiguration(new ConfigurationReference("shop/store"), RetentionLabel.Daily, Schedule: null));
        Assert.Single((await wendy.DoAsync(new UpdateConfiguration(new ConfigurationReference("web/sites"), "connector: web01\nschedules: [nightly]\n", PendingEdit.Keep))).Schedules);
    }

    private static async Task<Store> AppliedAsync()
    {
        Store store = await Store.CreateAsync();
        foreach (string account in new[] { "alice", "shop1" })
        {
            store.Write(account, "index.html", account);
        }

        string plugin = Path.Combine(store.Root, "postgresql");
        await File.WriteAllTextAsync(plugin, $"#!/bin/sh\nsed 's/.*\"operation\":\"\\([^\"]*\\)\".*/\\1/' >> '{store.Root}/log'\necho >> '{store.Root}/log'\necho '{{\"version\":1,\"status\":\"ok\"}}'\n");
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        store.WriteCommands($"commands:\n- {{name: postgresql, purpose: plugin, path: {plugin}, operations: [{{name: quiesce}}, {{name: unquiesce}}]}}\n");
        string text = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "examples", "teams.yaml"));
        await store.Local.DoAsync(new ApplyState([new StateDocument("teams.yaml", store.Root, text)]));
        await store.Local.DoAsync(new SynchronizeConnector(new ConnectorReference("web01")));
        return store;
    }

    private static async Task<DateTimeOffset?> NextAsync(Store store) => (await store.Local.ListAsync(new ListSchedules([], []))).Min(schedule => schedule.NextRun);

    private static IEnumerable<string> DaysOf(IEnumerable<Backup> backups, RetentionLabel label)
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        return backups
            .Where(backup => backup.Label == label)
            .Select(backup => TimeZoneInfo.ConvertTime(backup.Created, berlin).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Order(StringComparer.Ordinal);
    }
}
