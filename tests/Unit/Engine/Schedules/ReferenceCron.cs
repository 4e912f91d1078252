using System.Globalization;

namespace BackupAccess.Engine.Tests.Schedules;

/// <summary>What a cron expression means, written down field by field as the manuals say it and tried moment by moment; shares nothing with the engine.</summary>
internal sealed class ReferenceCron
{
    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly string[] _fields;
    private readonly bool _isQuartz;
    private readonly bool[] _seconds;
    private readonly bool[] _minutes;
    private readonly bool[] _hours;

    public ReferenceCron(string text)
    {
        string[] fields = text.ToUpperInvariant().Split(' ');
        _isQuartz = fields.Length > 5;
        _fields = _isQuartz ? fields : ["0", .. fields];
        IsPaced = _fields[..3].Any(field => field.IndexOfAny(['*', '-', '/']) >= 0);
        _seconds = [.. Enumerable.Range(0, 60).Select(second => Field(_fields[0], second, 0, 59))];
        _minutes = [.. Enumerable.Range(0, 60).Select(minute => Field(_fields[1], minute, 0, 59))];
        _hours = [.. Enumerable.Range(0, 24).Select(hour => Field(_fields[2], hour, 0, 23))];
        RunsEveryHour = _hours.All(named => named);
    }

    public bool IsPaced { get; }

    public bool RunsEveryHour { get; }

    public bool Matches(DateTime local) => _seconds[local.Second] && _minutes[local.Minute] && _hours[local.Hour] && MatchesDay(local);

    public bool MatchesDay(DateTime local) =>
        Field(Named(_fields[4], s_months, 1), local.Month, 1, 12)
        && (_fields.Length < 7 || Field(_fields[6], local.Year, 1970, 2099))
        && (_isQuartz ? QuartzDay(local) : StandardDay(local));

    private bool StandardDay(DateTime local)
    {
        string weekdays = Named(_fields[5], s_weekdays, 0);
        bool number = Field(_fields[3], local.Day, 1, 31);
        bool weekday = Field(weekdays, (int)local.DayOfWeek, 0, 7) || (local.DayOfWeek == DayOfWeek.Sunday && Field(weekdays, 7, 0, 7));
        return _fields[3][0] == '*' || weekdays[0] == '*' ? number && weekday : number || weekday;
    }

    private bool QuartzDay(DateTime local) => _fields[5] == "?"
        ? _fields[3].Split(',').Any(part => NumberedDay(part, local))
        : Named(_fields[5], s_weekdays, 1).Split(',').Any(part => WeekDay(part, local));

    private static bool NumberedDay(string part, DateTime local)
    {
        if (!part.EndsWith('W') && part[0] != 'L')
        {
            return Field(part, local.Day, 1, 31);
        }

        string day = part.TrimEnd('W');
        int length = DateTime.DaysInMonth(local.Year, local.Month);
        int meant = day[0] == 'L' ? length - (day.Length > 1 ? Number(day[2..]) : 0) : Number(day);
        if (meant < 1 || meant > length)
        {
            return false;
        }

        return local.Day == (!part.EndsWith('W') ? meant : Enumerable.Range(1, length)
            .Where(other => new DateTime(local.Year, local.Month, other).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .OrderBy(other => Math.Abs(other - meant)).First());
    }

    private static bool WeekDay(string part, DateTime local)
    {
        int weekday = (int)local.DayOfWeek + 1;
        return part == "L" ? weekday == 7
            : part.EndsWith('L') ? weekday == Number(part[..^1]) && local.AddDays(7).Month != local.Month
            : part.Contains('#', StringComparison.Ordinal) ? weekday == Number(part.Split('#')[0]) && Count(local) == Number(part.Split('#')[1])
            : Field(part, weekday, 1, 7);
    }

    // The how-manieth of its weekday in the month a day is.
    private static int Count(DateTime day) => Enumerable.Range(1, day.Day).Count(other => new DateTime(day.Year, day.Month, other).DayOfWeek == day.DayOfWeek);

    private static bool Field(string field, int value, int least, int most) => field.Split(',').Any(part =>
    {
        string[] halves = part.Split('/');
        int step = halves.Length > 1 ? Number(halves[1]) : 1;
        string[] ends = halves[0].Split('-');
        int from = halves[0] == "*" ? least : Number(ends[0]);
        int to = halves[0] == "*" ? most : ends.Length > 1 ? Number(ends[1]) : halves.Length > 1 ? most : from;
        if (to < from)
        {
            // Over the end: 22-2 is 22, 23, 0, 1, 2.
            List<int> round = [.. Enumerable.Range(from, most - from + 1), .. Enumerable.Range(least, to - least + 1)];
            return round.IndexOf(value) is var at && at >= 0 && at % step == 0;
        }

        return value >= from && value <= to && (value - from) % step == 0;
    });

    private static string Named(string field, string[] names, int first)
    {
        for (int i = 0; i < names.Length; i++)
        {
            field = field.Replace(names[i], (i + first).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return field;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
