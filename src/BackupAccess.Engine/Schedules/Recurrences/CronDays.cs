using System.Numerics;

namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>Which days of a month a cron expression names, by their number and by their weekday.</summary>
/// <param name="Numbers">A bit a day of the month, the first lowest.</param>
/// <param name="CountedFromEnd">Days counted from the month's last, which is 0.</param>
/// <param name="Workdays">Days of which the nearest from Monday to Friday in the same month is meant; 0 and below count from the month's last.</param>
/// <param name="Weekdays">A bit a day of the week, Sunday lowest.</param>
/// <param name="LastWeekdays">The same, of which the last in the month is meant.</param>
/// <param name="NthWeekdays">The same, each with which in the month it is.</param>
/// <param name="Match">How the two come together.</param>
internal sealed record CronDays(
    uint Numbers,
    IReadOnlyList<int> CountedFromEnd,
    IReadOnlyList<int> Workdays,
    uint Weekdays,
    uint LastWeekdays,
    IReadOnlyList<(int Weekday, int Nth)> NthWeekdays,
    CronDayMatch Match)
{
    private const uint AllWeeks = 1 | (1 << 7) | (1 << 14) | (1 << 21) | (1 << 28);
    private const int Week = 7;

    /// <summary>A bit a day of the month, the first lowest.</summary>
    public uint Of(int year, int month)
    {
        int length = DateTime.DaysInMonth(year, month);
        int first = (int)new DateTime(year, month, 1).DayOfWeek;
        uint numbers = Numbered(length, first);
        uint weekdays = OfWeek(length, first);
        return (Match == CronDayMatch.Both ? numbers & weekdays : numbers | weekdays) & (uint)((1UL << length) - 1);
    }

    private uint Numbered(int length, int first)
    {
        uint days = Numbers;
        foreach (int before in CountedFromEnd)
        {
            days |= Bit(length - before);
        }

        foreach (int day in Workdays)
        {
            int meant = day > 0 ? day : length + day;
            days |= meant < 1 || meant > length ? 0 : Bit(Nearest(meant, length, first));
        }

        return days;
    }

    private uint OfWeek(int length, int first)
    {
        uint weekdays = Weekdays;
        uint days = ((weekdays >> first) | (weekdays << (Week - first))) & ((1 << Week) - 1);
        days *= AllWeeks;
        for (uint left = LastWeekdays; left != 0; left &= left - 1)
        {
            int day = FirstOf(BitOperations.TrailingZeroCount(left), first);
            days |= Bit(day + ((length - day) / Week * Week));
        }

        foreach ((int weekday, int nth) in NthWeekdays)
        {
            days |= Bit(FirstOf(weekday, first) + ((nth - 1) * Week));
        }

        return days;
    }

    private static int Nearest(int day, int length, int first) => (DayOfWeek)((first + day - 1) % Week) switch
    {
        DayOfWeek.Saturday => day == 1 ? day + 2 : day - 1,
        DayOfWeek.Sunday => day == length ? day - 2 : day + 1,
        _ => day,
    };

    private static int FirstOf(int weekday, int first) => 1 + ((weekday - first + Week) % Week);

    // Beyond the month's end a bit is cut off later; before its beginning, and beyond 32, there is none.
    private static uint Bit(int day) => day is < 1 or > 32 ? 0 : 1U << (day - 1);
}
