namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>
/// A cron expression by the clocks of a zone. Where they are put forward, a time that there isn't comes at the first moment
/// after the gap, once, whatever lay in it; an expression that goes on through every hour misses none by a gap of whole hours,
/// and has its next in its own time. Where they are put back, a time of day comes the first time only, and what has a pace
/// keeps it.
/// </summary>
internal sealed record Recurrence(CronExpression Expression, ZoneCalendar Zone)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>The first moment after one; null where none comes.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        DateTime utc = moment.UtcDateTime;
        DateTime after = new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        for (ZoneSpan span = Zone.At(after + s_second); ; span = Zone.At(span.End))
        {
            if (span.Start > after && HasTimesInGap(span))
            {
                return new DateTimeOffset(span.Start);
            }

            DateTime from = Later(span.Start, after + s_second) + span.Offset;
            if (!Expression.IsPaced && span.Shift < TimeSpan.Zero)
            {
                from = Later(from, span.Start + span.Before);
            }

            if (Expression.From(from) is not { } local)
            {
                return null;
            }

            if (local - span.Offset < span.End)
            {
                return new DateTimeOffset(DateTime.SpecifyKind(local - span.Offset, DateTimeKind.Utc));
            }
        }
    }

    /// <summary>The last moment until now, where the first isn't later.</summary>
    public DateTimeOffset LastUntil(DateTimeOffset now, DateTimeOffset first)
    {
        DateTimeOffset? last = null;
        for (TimeSpan back = s_minute; last is null; back *= 4)
        {
            DateTimeOffset from = now - back;
            last = from <= first ? first : After(from) is { } found && found <= now ? found : null;
        }

        while (After(last.Value) is { } next && next <= now)
        {
            last = next;
        }

        return last.Value;
    }

    private bool HasTimesInGap(ZoneSpan span) =>
        span.Shift > TimeSpan.Zero
        && !(Expression is { IsPaced: true, RunsEveryHour: true } && span.Shift.Ticks % TimeSpan.TicksPerHour == 0)
        && Expression.From(span.Start + span.Before) < span.Start + span.Offset;

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
