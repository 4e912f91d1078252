using System.Globalization;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Repository.Tests.Retention;

public sealed class RetentionPolicyTests
{
    private static readonly DateTimeOffset s_now = Time("2026-11-20T12:00:00+00:00");

    [Fact]
    public void An_empty_policy_keeps_everything() =>
        Assert.All(Apply(new RetentionPolicy(), "2026-11-20T10:00:00+00:00", "2001-01-01T00:00:00+00:00"), decision => Assert.True(decision.IsKept));

    [Fact]
    public void Decisions_come_newest_first_whatever_the_order() =>
        Assert.Equal(
            ["2026-11-20T10:00:00+00:00", "2026-11-19T10:00:00+00:00", "2026-11-18T10:00:00+00:00"],
            Apply(new RetentionPolicy { Last = 1 }, "2026-11-19T10:00:00+00:00", "2026-11-20T10:00:00+00:00", "2026-11-18T10:00:00+00:00")
                .Select(decision => decision.Item));

    [Fact]
    public void The_newest_of_each_day_stays() =>
        Assert.Equal(
            ["2026-11-20T10:00:00+00:00", "2026-11-19T23:00:00+00:00"],
            Kept(new RetentionPolicy { Daily = 2 }, "2026-11-20T10:00:00+00:00", "2026-11-20T09:00:00+00:00", "2026-11-19T23:00:00+00:00", "2026-11-19T01:00:00+00:00", "2026-11-18T10:00:00+00:00"));

    [Fact]
    public void A_day_without_backups_counts_for_nothing() =>
        Assert.Equal(
            ["2026-11-20T10:00:00+00:00", "2020-01-01T10:00:00+00:00"],
            Kept(new RetentionPolicy { Daily = 2 }, "2026-11-20T10:00:00+00:00", "2020-01-01T10:00:00+00:00", "2019-01-01T10:00:00+00:00"));

    [Theory]
    [InlineData("2026-11-20T10:10:00+00:00", "2026-11-20T10:50:00+00:00", 0, 0, 0, 0)]
    [InlineData("2026-11-20T10:10:00+00:00", "2026-11-20T09:50:00+00:00", 1, 0, 0, 0)]
    [InlineData("2026-11-16T01:00:00+00:00", "2026-11-15T23:00:00+00:00", 1, 1, 0, 0)]
    [InlineData("2026-01-01T01:00:00+00:00", "2025-12-31T23:00:00+00:00", 1, 0, 1, 1)]
    [InlineData("2026-12-01T01:00:00+00:00", "2026-11-30T23:00:00+00:00", 1, 0, 1, 0)]
    public void Hours_ISO_weeks_months_and_years_begin_where_the_calendar_has_them(string newer, string older, int hours, int weeks, int months, int years)
    {
        Assert.Equal(1 + hours, Kept(new RetentionPolicy { Hourly = 9 }, newer, older).Count);
        Assert.Equal(1 + weeks, Kept(new RetentionPolicy { Weekly = 9 }, newer, older).Count);
        Assert.Equal(1 + months, Kept(new RetentionPolicy { Monthly = 9 }, newer, older).Count);
        Assert.Equal(1 + years, Kept(new RetentionPolicy { Yearly = 9 }, newer, older).Count);
    }

    [Fact]
    public void Within_reaches_back_from_the_newest_that_is_not_in_the_future() =>
        Assert.Equal(
            ["2030-01-01T00:00:00+00:00", "2026-11-10T10:00:00+00:00", "2026-11-03T10:00:01+00:00"],
            Kept(new RetentionPolicy { Within = CalendarDuration.Parse("7d") }, "2030-01-01T00:00:00+00:00", "2026-11-10T10:00:00+00:00", "2026-11-03T10:00:01+00:00", "2026-11-03T10:00:00+00:00"));

    [Fact]
    public void When_everything_lies_in_the_future_within_keeps_everything() =>
        Assert.Equal(2, Kept(new RetentionPolicy { Within = CalendarDuration.Parse("1h") }, "2031-01-01T00:00:00+00:00", "2030-01-01T00:00:00+00:00").Count);

    [Fact]
    public void One_rule_is_enough_and_every_one_is_named()
    {
        RetentionPolicy policy = new() { Last = 1, Daily = 1, WithinMonthly = CalendarDuration.Parse("1y") };

        IReadOnlyList<RetentionDecision<string>> decisions = Apply(policy, "2026-11-20T10:00:00+00:00", "2026-10-20T10:00:00+00:00", "2026-10-19T10:00:00+00:00");

        Assert.Equal(["last", "daily", "monthly within 1y"], decisions[0].Reasons);
        Assert.Equal(["monthly within 1y"], decisions[1].Reasons);
        Assert.Empty(decisions[2].Reasons);
    }

    [Fact]
    public void Tags_and_locks_keep_what_the_rest_lets_go()
    {
        RetentionPolicy policy = new() { Last = 1, Tags = [["a", "b"], ["c"]] };
        (string Name, string[] Tags, bool IsLocked)[] items = [("newest", [], false), ("ab", ["b", "a"], false), ("a", ["a"], false), ("c", ["c"], false), ("locked", [], true)];

        IReadOnlyList<RetentionDecision<string>> decisions = policy.Apply(
            items.Select(item => item.Name),
            name => new RetentionSubject(
                s_now.AddDays(-Array.FindIndex(items, item => item.Name == name)), items.Single(item => item.Name == name).Tags, items.Single(item => item.Name == name).IsLocked),
            s_now);

        Assert.Equal(["newest", "ab", "c", "locked"], decisions.Where(decision => decision.IsKept).Select(decision => decision.Item));
        Assert.Equal(["tags a, b"], decisions[1].Reasons);
        Assert.Equal(["locked"], decisions[4].Reasons);
    }

    [Fact]
    public void A_negative_count_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetentionPolicy { Weekly = -1 });

    private static List<string> Kept(RetentionPolicy policy, params string[] times) =>
        [.. Apply(policy, times).Where(decision => decision.IsKept).Select(decision => decision.Item)];

    private static IReadOnlyList<RetentionDecision<string>> Apply(RetentionPolicy policy, params string[] times) =>
        policy.Apply(times, time => new RetentionSubject(Time(time), [], IsLocked: false), s_now);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
