using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Schedules.Recurrences;

namespace BackupAccess.Engine.Tests.Schedules;

public sealed class ZoneChangeTests
{
    private static readonly string[] s_expressions =
    [
        "30 2 * * *", "0 0 * * *", "15 0,1,2,3 * * *", "0 3 * * SUN", "59 23 * * *", "0 2 1 * *",
        "*/15 * * * *", "5 * * * *", "0 */2 * * *", "30 */6 * * *", "*/20 1-3 * * *", "*/10 2 * * *", "15/30 * * * *",
    ];

    [Fact]
    public void Every_change_of_every_zone_in_ten_years_is_as_the_rules_say()
    {
        HashSet<string> tried = [];
        foreach (TimeZoneInfo zone in TimeZoneInfo.GetSystemTimeZones())
        {
            List<DateTime> changes = ReferenceZone.ChangesOf(zone);
            ZoneCalendar calendar = new(zone);
            foreach (DateTime change in changes)
            {
                // Zones that change alike are tried once; all of their offsets and the whole time between are the same.
                if (!tried.Add($"{change:s} {zone.GetUtcOffset(change)} {zone.GetUtcOffset(change.AddMinutes(-1))} {zone.GetUtcOffset(change.AddHours(-52))} {zone.GetUtcOffset(change.AddHours(26))}"))
                {
                    continue;
                }

                Assert.All(s_expressions, expression => Assert.Equal(ReferenceZone.Expected(expression, zone, change), ReferenceZone.Actual(expression, calendar, change)));
            }
        }

        Assert.True(tried.Count > 100, $"only {tried.Count} changes are known here");
    }

    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")]
    [InlineData("5 * * * *", "Europe/Berlin", "2026-03-28T23:30Z", "2026-03-29T00:05Z 2026-03-29T01:05Z 2026-03-29T02:05Z")]
    [InlineData("5 * * * *", "Europe/Berlin", "2026-10-24T23:30Z", "2026-10-25T00:05Z 2026-10-25T01:05Z 2026-10-25T02:05Z")]
    [InlineData("0 */2 * * *", "Europe/Berlin", "2026-03-28T22:30Z", "2026-03-28T23:00Z 2026-03-29T01:00Z 2026-03-29T02:00Z")]
    [InlineData("15/30 * * * *", "Australia/Lord_Howe", "2026-10-03T15:10Z", "2026-10-03T15:15Z 2026-10-03T15:30Z 2026-10-03T15:45Z")]
    [InlineData("0 2 * * *", "Pacific/Apia", "2011-12-29T11:00Z", "2011-12-29T12:00Z 2011-12-30T10:00Z 2011-12-30T12:00Z")]
    public void A_schedule_keeps_to_its_times_or_its_pace_when_clocks_change(string expression, string zone, string from, string expected)
    {
        Recurrence recurrence = new(CronParser.Parse(expression), new Zones().Find(zone));

        DateTimeOffset moment = Time(from);
        foreach (string next in expected.Split(' '))
        {
            Assert.Equal(Time(next), recurrence.After(moment));
            moment = Time(next);
        }
    }

    [Fact]
    public void The_last_moment_until_now_is_the_one_that_no_other_follows()
    {
        Recurrence recurrence = new(CronParser.Parse("*/7 3 * * *"), new Zones().Find("Europe/Berlin"));
        DateTimeOffset first = recurrence.After(Time("2026-01-01T00:00Z"))!.Value;

        Assert.Equal(first, recurrence.LastUntil(first, first));
        DateTimeOffset now = Time("2026-11-29T00:00Z");
        DateTimeOffset last = recurrence.LastUntil(now, first);
        Assert.Equal(Time("2026-11-28T02:56Z"), last);
        Assert.True(recurrence.After(last) > now);
    }

    [Theory]
    [InlineData("Europe/Berln")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("")]
    [InlineData("zone.tab")]
    public void A_zone_that_the_system_does_not_have_is_refused(string name) =>
        Assert.Equal("InvalidValue", Assert.Throws<InvalidRequestException>(() => new Zones().Find(name)).ErrorId);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
