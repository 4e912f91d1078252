using System.Globalization;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Retention;
using BackupAccess.Tests;

namespace BackupAccess.Engine.Tests.Maintenance;

/// <summary>What retention keeps of random histories, against the rules written down as plainly as can be.</summary>
public sealed class RetentionModelTests
{
    private const int Histories = 10_000;
    private const string Missing = "missing";

    private static readonly DateTime s_now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly (string Name, Func<DateTime, string> Period)[] s_periods =
    [
        ("hour", time => time.ToString("yyyy-MM-dd HH", CultureInfo.InvariantCulture)),
        ("day", time => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("week", time => MondayOf(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("month", time => time.ToString("yyyy-MM", CultureInfo.InvariantCulture)),
        ("year", time => time.ToString("yyyy", CultureInfo.InvariantCulture)),
    ];

    [Fact]
    public void What_stays_of_a_history_is_what_the_rules_say()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        for (int i = 0; i < RandomRuns.Of(Histories); i++)
        {
            Rules rules = Rules.At(random);
            List<BackupRow> history = HistoryAt(random);
            BackupRetention retention = new(rules.Policy, history.Select(backup => backup.Snapshot).Where(snapshot => snapshot != Missing).ToHashSet(), ((DateTimeOffset)s_now).ToMicroseconds(), new TestClock());

            IEnumerable<string> kept = retention.Decide(history).Where(decision => decision.IsKept).Select(decision => decision.Item.Id);

            Assert.True(Model(rules, history).SetEquals(kept), $"seed {seed}, history {i}: {rules.Policy}");
        }
    }

    /// <summary>The ids that stay.</summary>
    private static HashSet<string> Model(Rules rules, List<BackupRow> history)
    {
        List<BackupRow> newestFirst = [.. history.Where(backup => backup.Snapshot != Missing).OrderByDescending(backup => backup.CreatedAt)];
        HashSet<string> kept = [.. history.Where(backup => backup.Snapshot == Missing).Select(backup => backup.Id)];
        kept.UnionWith(newestFirst.Where(backup => backup.LockedAt is not null).Select(backup => backup.Id));
        kept.UnionWith(newestFirst.Take(rules.Policy.Last).Select(backup => backup.Id));
        DateTime? newest = newestFirst.Select(TimeOf).Where(time => time < s_now).Cast<DateTime?>().FirstOrDefault();
        kept.UnionWith(newestFirst.Where(backup => rules.Within is { } within && IsWithin(backup, newest, within)).Select(backup => backup.Id));
        for (int i = 0; i < s_periods.Length; i++)
        {
            Func<DateTime, string> period = s_periods[i].Period;
            kept.UnionWith(newestFirst.GroupBy(backup => period(TimeOf(backup))).Take(rules.Counts[i]).Select(group => group.First().Id));
            kept.UnionWith(newestFirst
                .Where(backup => rules.Withins[i] is { } within && IsWithin(backup, newest, within))
                .GroupBy(backup => period(TimeOf(backup)))
                .Select(group => group.First().Id));
        }

        kept.UnionWith(newestFirst.Where(backup => backup.ProblemCount == 0).Take(1).Select(backup => backup.Id));
        return kept;
    }

    private static bool IsWithin(BackupRow backup, DateTime? newest, TimeSpan within) => newest is not { } time || TimeOf(backup) > time - within;

    private static DateTime TimeOf(BackupRow backup) => backup.CreatedAt.ToTime().UtcDateTime;

    private static DateTime MondayOf(DateTime time)
    {
        DateTime day = time.Date;
        while (day.DayOfWeek != DayOfWeek.Monday)
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    /// <summary>Some dense, some sparse, some with gaps; a few in the future, locked, partial or gone from the repository.</summary>
    private static List<BackupRow> HistoryAt(Random random)
    {
        List<BackupRow> history = [];
        DateTime time = s_now.AddHours(random.Next(-50, 50));
        int[] steps = [20, 60, 600, 1_500, 20_000, 200_000];
        int step = steps[random.Next(steps.Length)];
        for (int i = random.Next(0, 60); i > 0; i--)
        {
            time = time.AddMinutes(-random.Next(0, step * (random.Next(10) == 0 ? 20 : 1)));
            bool isLocked = random.Next(12) == 0;
            history.Add(new BackupRow(
                Guid.NewGuid().ToString(), "account", random.Next(20) == 0 ? Missing : $"{history.Count}", nameof(BackupKind.OnDemand), null, ((DateTimeOffset)time).ToMicroseconds(),
                "[]", 1, 1, 1, ProblemCount: random.Next(4) == 0 ? 1 : 0, "[]", null, null, isLocked ? 1 : null, null, null));
        }

        return history;
    }

    /// <summary>A policy, and what it was made of.</summary>
    private sealed record Rules(RetentionPolicy Policy, int[] Counts, TimeSpan? Within, TimeSpan?[] Withins)
    {
        public static Rules At(Random random)
        {
            int[] counts = [.. s_periods.Select(_ => random.Next(3) == 0 ? random.Next(1, 12) : 0)];
            TimeSpan?[] withins = [.. s_periods.Select(_ => random.Next(5) == 0 ? DurationAt(random) : (TimeSpan?)null)];
            TimeSpan? within = random.Next(4) == 0 ? DurationAt(random) : null;
            return new Rules(
                new RetentionPolicy
                {
                    Last = random.Next(1, 6),
                    Hourly = counts[0],
                    Daily = counts[1],
                    Weekly = counts[2],
                    Monthly = counts[3],
                    Yearly = counts[4],
                    Within = Duration(within),
                    WithinHourly = Duration(withins[0]),
                    WithinDaily = Duration(withins[1]),
                    WithinWeekly = Duration(withins[2]),
                    WithinMonthly = Duration(withins[3]),
                    WithinYearly = Duration(withins[4]),
                },
                counts,
                within,
                withins);
        }

        private static TimeSpan DurationAt(Random random) => TimeSpan.FromHours(random.Next(1, 24 * (random.Next(2) == 0 ? 10 : 900)));

        private static CalendarDuration Duration(TimeSpan? span) =>
            span is { } time ? CalendarDuration.Parse(string.Create(CultureInfo.InvariantCulture, $"{time.Days}d{time.Hours}h")) : CalendarDuration.None;
    }
}
