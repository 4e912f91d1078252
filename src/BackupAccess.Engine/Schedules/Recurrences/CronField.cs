using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>A field of a cron expression: what its numbers are, and what names stand for them.</summary>
/// <param name="Name">What the field is called, for people.</param>
/// <param name="Least">The least number.</param>
/// <param name="Most">The greatest number.</param>
/// <param name="Names">The names of the numbers from <paramref name="NamedFrom"/> on; none for most fields.</param>
/// <param name="NamedFrom">The number of the first name.</param>
internal sealed record CronField(string Name, int Least, int Most, IReadOnlyList<string> Names, int NamedFrom)
{
    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static CronField Second { get; } = new("second", 0, 59, [], 0);

    public static CronField Minute { get; } = new("minute", 0, 59, [], 0);

    public static CronField Hour { get; } = new("hour", 0, 23, [], 0);

    public static CronField DayOfMonth { get; } = new("day of the month", 1, 31, [], 0);

    public static CronField Month { get; } = new("month", 1, 12, s_months, 1);

    /// <summary>Sunday is 0, and 7 as well.</summary>
    public static CronField DayOfWeek { get; } = new("day of the week", 0, 7, s_weekdays, 0);

    /// <summary>Quartz counts from Sunday, which is 1.</summary>
    public static CronField QuartzDayOfWeek { get; } = new("day of the week", 1, 7, s_weekdays, 1);

    public static CronField Year { get; } = new("year", 1970, 2099, [], 0);

    /// <summary>Every number that one part of a list names: <c>*</c>, <c>5</c>, <c>5-9</c>, each with a step or without. A range may lead over the end.</summary>
    /// <exception cref="InvalidRequestException">It can't be read.</exception>
    public IEnumerable<int> Read(string part)
    {
        string[] halves = part.Split('/');
        string[] ends = halves[0].Split('-');
        if (halves.Length > 2 || ends.Length > 2)
        {
            throw Refuse(part);
        }

        int step = halves.Length == 2 ? Number(halves[1], 1, Most - Least + 1) : 1;
        if (halves[0] == "*")
        {
            return Range(Least, Most, step);
        }

        int first = NumberOf(ends[0]);
        return Range(first, ends.Length == 2 ? NumberOf(ends[1]) : halves.Length == 2 ? Most : first, step);
    }

    /// <summary>The number that a number or a name stands for.</summary>
    /// <exception cref="InvalidRequestException">It is none of this field's.</exception>
    public int NumberOf(string text)
    {
        int named = Names.ToList().FindIndex(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named + NamedFrom : Number(text, Least, Most);
    }

    public InvalidRequestException Refuse(string part) => new("InvalidValue", $"\"{Operations.Names.Printable(part)}\" is no {Name} of a cron expression.");

    private IEnumerable<int> Range(int first, int last, int step)
    {
        int count = (last >= first ? last - first : Most - first + 1 + last - Least) + 1;
        for (int i = 0; i < count; i += step)
        {
            yield return first + i <= Most ? first + i : first + i - Most - 1 + Least;
        }
    }

    private int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : throw Refuse(text);
}
