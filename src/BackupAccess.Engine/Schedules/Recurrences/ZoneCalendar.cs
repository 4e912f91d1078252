using System.Collections.Concurrent;

namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>When a zone's clocks change, year by year. A year's end ends a span too, without a change.</summary>
internal sealed class ZoneCalendar(TimeZoneInfo zone)
{
    private readonly ConcurrentDictionary<int, ZoneSpan[]> _years = new();

    public ZoneSpan At(DateTime utc)
    {
        ZoneSpan[] spans = _years.GetOrAdd(utc.Year, Scan);
        int i = spans.Length - 1;
        while (spans[i].Start > utc)
        {
            i--;
        }

        return spans[i];
    }

    // No zone has changed its clocks twice within a day.
    private ZoneSpan[] Scan(int year)
    {
        DateTime start = new(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        DateTime end = start.AddYears(1);
        List<ZoneSpan> spans = [];
        TimeSpan before = zone.GetUtcOffset(start.AddSeconds(-1));
        TimeSpan offset = zone.GetUtcOffset(start);
        DateTime from = start;
        for (DateTime day = start; day < end; day = day.AddDays(1))
        {
            TimeSpan next = zone.GetUtcOffset(day.AddDays(1).AddSeconds(-1));
            if (next != offset)
            {
                DateTime change = ChangeWithin(day, next);
                spans.Add(new ZoneSpan(from, change, offset, before));
                (from, before, offset) = (change, offset, next);
            }
        }

        spans.Add(new ZoneSpan(from, end, offset, before));
        return [.. spans.Where(span => span.Start < span.End)];
    }

    private DateTime ChangeWithin(DateTime day, TimeSpan after)
    {
        int low = -1;
        int high = (int)TimeSpan.FromDays(1).TotalSeconds - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = zone.GetUtcOffset(day.AddSeconds(middle)) == after ? (low, middle) : (middle, high);
        }

        return day.AddSeconds(high);
    }
}
