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
            Bits(CronField.Second, times[0]),
            Bits(CronField.Minute, times[1]),
            (uint)Bits(CronField.Hour, times[2]),
            (uint)Bits(CronField.Month, dates[1]),
            isQuartz ? QuartzDays(dates[0], dates[2]) : StandardDays(dates[0], dates[2]),
            fields.Length == Fields + 2 && fields[^1] != "*" ? Numbers(CronField.Year, fields[^1]).ToHashSet() : null,
            times.Any(field => field.AsSpan().ContainsAny('*', '-', '/')));
        return expression.From(new DateTime(CronField.Year.Least, 1, 1)) is not null
            ? expression
            : throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(text)}\" names a day that there never is.");
    }

    // As cron(8) has it: a field that begins with * restricts nothing by itself, and two that don't are alternatives.
    private static CronDays StandardDays(string numbers, string weekdays) => new(
        (uint)(Bits(CronField.DayOfMonth, numbers) >> 1),
        [],
        [],
        WeekBits(CronField.DayOfWeek, Numbers(CronField.DayOfWeek, weekdays)),
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
                days |= (uint)(Bits(CronField.DayOfMonth, part) >> 1);
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
        List<int> days = [];
        List<int> last = [];
        List<(int Weekday, int Nth)> nth = [];
        foreach (string part in text.ToUpperInvariant().Split(','))
        {
            if (part.Split('#') is [var weekday, var number])
            {
                nth.Add((field.NumberOf(weekday) - field.Least, number is [>= '1' and <= '5'] ? number[0] - '0' : throw field.Refuse(part)));
            }
            else if (part.Length > 1 && part[^1] == 'L')
            {
                last.Add(field.NumberOf(part[..^1]));
            }
            else
            {
                days.AddRange(part == "L" ? [field.Most] : field.Read(part));
            }
        }

        return new CronDays(EveryDay, [], [], WeekBits(field, days), WeekBits(field, last), nth, CronDayMatch.Both);
    }

    private static uint WeekBits(CronField field, IEnumerable<int> days) =>
        days.Aggregate(0U, (bits, day) => bits | (1U << ((day - field.NamedFrom) % 7)));

    private static ulong Bits(CronField field, string text) => Numbers(field, text).Aggregate(0UL, (bits, number) => bits | (1UL << number));

    private static IEnumerable<int> Numbers(CronField field, string text) => text.Split(',').SelectMany(field.Read);
}
