using System.Numerics;

namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>Moments by a wall clock, as a cron expression names them. Knows of no time zone.</summary>
/// <param name="Seconds">A bit a second of the minute.</param>
/// <param name="Minutes">A bit a minute of the hour.</param>
/// <param name="Hours">A bit an hour of the day.</param>
/// <param name="Months">A bit a month, January being bit 1.</param>
/// <param name="Days">The days.</param>
/// <param name="Years">The years; null for every one.</param>
/// <param name="IsPaced">Its seconds, minutes or hours are given by a pace (<c>*</c>, a range, a step) and not as times of day.</param>
internal sealed record CronExpression(ulong Seconds, ulong Minutes, uint Hours, uint Months, CronDays Days, IReadOnlySet<int>? Years, bool IsPaced)
{
    private const int LastYear = 2199;
    private const int MonthsAYear = 12;
    private const uint EveryHour = (1 << 24) - 1;

    /// <summary>Whether it goes on through every hour of its days.</summary>
    public bool RunsEveryHour => Hours == EveryHour;

    /// <summary>The first moment from one on, to the second; null where none comes.</summary>
    public DateTime? From(DateTime from)
    {
        int first = Number(from);
        for (int number = first; number < (LastYear + 1) * MonthsAYear; number++)
        {
            (int year, int month) = (number / MonthsAYear, (number % MonthsAYear) + 1);
            if ((Months & (1U << month)) == 0 || Years?.Contains(year) == false)
            {
                continue;
            }

            uint days = Days.Of(year, month) & (number == first ? uint.MaxValue << (from.Day - 1) : uint.MaxValue);
            for (; days != 0; days &= days - 1)
            {
                DateTime day = new(year, month, BitOperations.TrailingZeroCount(days) + 1);
                if (TimeFrom(day < from ? from.TimeOfDay : TimeSpan.Zero) is { } time)
                {
                    return day + time;
                }
            }
        }

        return null;
    }

    private static int Number(DateTime moment) => (moment.Year * MonthsAYear) + moment.Month - 1;

    private TimeSpan? TimeFrom(TimeSpan from)
    {
        int hour = Next(Hours, from.Hours);
        if (hour > from.Hours)
        {
            return First(hour);
        }

        if (hour < 0)
        {
            return null;
        }

        int minute = Next(Minutes, from.Minutes);
        int second = minute == from.Minutes ? Next(Seconds, from.Seconds) : -1;
        if (second >= 0)
        {
            return new TimeSpan(hour, minute, second);
        }

        minute = minute > from.Minutes ? minute : Next(Minutes, from.Minutes + 1);
        if (minute >= 0)
        {
            return new TimeSpan(hour, minute, BitOperations.TrailingZeroCount(Seconds));
        }

        hour = Next(Hours, hour + 1);
        return hour < 0 ? null : First(hour);
    }

    private TimeSpan First(int hour) => new(hour, BitOperations.TrailingZeroCount(Minutes), BitOperations.TrailingZeroCount(Seconds));

    /// <summary>The lowest bit from one on; -1 where there is none.</summary>
    private static int Next(ulong bits, int from)
    {
        ulong left = from > 63 ? 0 : bits & (ulong.MaxValue << from);
        return left == 0 ? -1 : BitOperations.TrailingZeroCount(left);
    }
}
