using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>
/// Reads cron expressions: five fields as crontab(5) has them, or six or seven as Quartz has them, with seconds first and
/// years last.
/// </summary>
internal static class CronParser
{
    private const int LongestText = 200;
    private const uint EveryDay = uint.MaxValue;
    private const uint EveryWeekday = (1 << 7) - 1;
    private const int Fields = 5;

    private static readonly char[] s_blanks = [' ', '\t'];

    /// <exception cref="InvalidRequestException">It can't be read, or names no moment.</exception>
    public static CronExpression Parse(string text)
    {
        string[] fields = text.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
        if (text.Length > LongestText || fields.Length is < Fields or > Fields + 2)
        {
            throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(text)}\" is no cron expression: it has five fields, or Quartz's six or seven, in {LongestText} characters at most.");
        }

        bool isQuartz = fields.Length > Fields;
        string[] times = isQuartz ? fields[..3] : ["0", .. fields[..2]];
        string[] dates = isQuartz ? fields[3..6] : fields[2..];
        CronExpression expression = new(
            CronField.Second.BitsOf(times[0]),
            CronField.Minute.BitsOf(times[1]),
            (uint)CronField.Hour.BitsOf(times[2]),
            (uint)CronField.Month.BitsOf(dates[1]),
            isQuartz ? QuartzDays(dates[0], dates[2]) : StandardDays(dates[0], dates[2]),
            fields.Length == Fields + 2 && fields[^1] != "*" ? CronField.Year.SetOf(fields[^1]) : null,
            IsPaced(times[0]) || IsPaced(times[1]) || IsPaced(times[2]));
        return expression.From(new DateTime(CronField.Year.Least, 1, 1)) is not null
            ? expression
            : throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(text)}\" names a day that there never is.");
    }

    // As cron(8) has it: a field that begins with * restricts nothing by itself, and two that don't are alternatives.
    private static CronDays StandardDays(string numbers, string weekdays) => new(
        (uint)(CronField.DayOfMonth.BitsOf(numbers) >> 1),
        [],
        [],
        Week(CronField.DayOfWeek, CronField.DayOfWeek.BitsOf(weekdays)),
        LastWeekdays: 0,
        [],
        numbers[0] == '*' || weekdays[0] == '*' ? CronDayMatch.Both : CronDayMatch.Either);

    private static CronDays QuartzDays(string numbers, string weekdays)
    {
        if (numbers == "?" == (weekdays == "?"))
        {
            throw new InvalidRequestException("InvalidValue", "One of day of the month and day of the week is \"?\" in an expression of Quartz's.");
        }

        return weekdays == "?" ? NumberedDays(numbers) : WeekDays(weekdays);
    }

    private static CronDays NumberedDays(string text)
    {
        uint days = 0;
        List<int> fromEnd = [];
        List<int> workdays = [];
        foreach (string part in text.ToUpperInvariant().Split(','))
        {
            bool isWorkday = part.Length > 1 && part[^1] == 'W';
            string day = isWorkday ? part[..^1] : part;
            if (day[0..Math.Min(1, day.Length)] == "L")
            {
                (isWorkday ? workdays : fromEnd).Add((isWorkday ? -1 : 1) * FromEnd(day, part));
            }
            else if (isWorkday)
            {
                workdays.Add(CronField.DayOfMonth.NumberOf(day));
            }
            else
            {
                days |= (uint)(CronField.DayOfMonth.BitsOf(part) >> 1);
            }
        }

        return new CronDays(days, fromEnd, workdays, EveryWeekday, LastWeekdays: 0, [], CronDayMatch.Both);
    }

    private static int FromEnd(string day, string part) =>
        day == "L" ? 0
        : day[1] == '-' && int.TryParse(day[2..], NumberStyles.None, CultureInfo.InvariantCulture, out int before) && before <= 30 ? before
        : throw CronField.DayOfMonth.Refuse(part);

    private static CronDays WeekDays(string text)
    {
        CronField field = CronField.QuartzDayOfWeek;
        ulong days = 0;
        ulong last = 0;
        List<(int Weekday, int Nth)> nth = [];
        foreach (string part in text.ToUpperInvariant().Split(','))
        {
            if (part.Split('#') is [var weekday, var number])
            {
                nth.Add((field.NumberOf(weekday) - field.Least, number is [>= '1' and <= '5'] ? number[0] - '0' : throw field.Refuse(part)));
            }
            else if (part.Length > 1 && part[^1] == 'L')
            {
                last |= 1UL << field.NumberOf(part.AsSpan(0, part.Length - 1));
            }
            else
            {
                days |= part == "L" ? 1UL << field.Most : field.BitsOf(part);
            }
        }

        return new CronDays(EveryDay, [], [], Week(field, days), Week(field, last), nth, CronDayMatch.Both);
    }

    private static bool IsPaced(string time) => time.AsSpan().ContainsAny('*', '-', '/');

    /// <summary>Sunday lowest, whatever number it has in the field.</summary>
    private static uint Week(CronField field, ulong days) => (uint)((days >> field.NamedFrom) | (days >> (field.NamedFrom + 7))) & EveryWeekday;
}
