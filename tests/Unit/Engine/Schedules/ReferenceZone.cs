using BackupAccess.Engine.Schedules.Recurrences;

namespace BackupAccess.Engine.Tests.Schedules;

/// <summary>A zone's changes of ten years, and which minutes around one an expression comes at: tried minute by minute from the written rules alone.</summary>
internal static class ReferenceZone
{
    private const int Hours = 26;
    private const int Minutes = 60;

    /// <summary>The first minute of each new offset.</summary>
    public static List<DateTime> ChangesOf(TimeZoneInfo zone)
    {
        List<DateTime> changes = [];
        DateTime end = new(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (DateTime day = new(2017, 1, 1, 0, 0, 0, DateTimeKind.Utc); day < end; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1)))
            {
                changes.Add(Enumerable.Range(1, 24 * Minutes).Select(minute => day.AddMinutes(minute)).First(moment => zone.GetUtcOffset(moment) != zone.GetUtcOffset(day)));
            }
        }

        return changes;
    }

    /// <summary>The minutes at which an expression comes, from a day before a change until a day after.</summary>
    public static List<DateTime> Expected(string expression, TimeZoneInfo zone, DateTime change)
    {
        ReferenceCron cron = new(expression);
        DateTime first = change.AddHours(-2 * Hours);
        DateTime local = first + zone.GetUtcOffset(first);
        DateTime latest = local;
        List<DateTime> found = [];
        for (DateTime moment = first.AddMinutes(1); moment <= change.AddHours(Hours); moment = moment.AddMinutes(1))
        {
            DateTime before = local;
            local = moment + zone.GetUtcOffset(moment);
            bool isFirstTime = local > latest;
            latest = isFirstTime ? local : latest;
            if (moment >= change.AddHours(-Hours)
                && ((cron.Matches(local) && (cron.IsPaced || isFirstTime)) || IsMadeUpFor(cron, before, local)))
            {
                found.Add(moment);
            }
        }

        return found;
    }

    public static List<DateTime> Actual(string expression, ZoneCalendar zone, DateTime change)
    {
        Recurrence recurrence = new(CronParser.Parse(expression), zone);
        List<DateTime> found = [];
        DateTimeOffset? moment = new DateTimeOffset(change.AddHours(-Hours)).AddTicks(-1);
        while ((moment = recurrence.After(moment.Value)) is { } next && next.UtcDateTime <= change.AddHours(Hours))
        {
            found.Add(next.UtcDateTime);
        }

        return found;
    }

    private static bool IsMadeUpFor(ReferenceCron cron, DateTime before, DateTime local)
    {
        int gap = (int)(local - before).TotalMinutes - 1;
        return gap > 0
            && !(cron.IsPaced && cron.RunsEveryHour && gap % Minutes == 0)
            && Enumerable.Range(1, gap).Any(minute => cron.Matches(before.AddMinutes(minute)));
    }
}
