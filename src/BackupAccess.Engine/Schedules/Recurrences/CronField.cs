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

    /// <summary>A bit a number that a list names: <c>*</c>, <c>5</c>, <c>5-9</c>, each with a step or without. A range may lead over the end.</summary>
    /// <exception cref="InvalidRequestException">It can't be read.</exception>
    public ulong BitsOf(string text)
    {
        ulong bits = 0;
        foreach (Range part in text.AsSpan().Split(','))
        {
            AddTo(ref bits, text.AsSpan(part), offset: 0);
        }

        return bits;
    }

    /// <summary>The same of a field whose numbers are too great for bits.</summary>
    /// <inheritdoc cref="BitsOf"/>
    public IReadOnlySet<int> SetOf(string text)
    {
        HashSet<int> numbers = [];
        foreach (string part in text.Split(','))
        {
            for (int from = Least; from <= Most; from += 64)
            {
                ulong bits = 0;
                AddTo(ref bits, part, from);
                numbers.UnionWith(Enumerable.Range(from, 64).Where(number => (bits & (1UL << (number - from))) != 0));
            }
        }

        return numbers;
    }

    /// <summary>The number that a number or a name stands for.</summary>
    /// <exception cref="InvalidRequestException">It is none of this field's.</exception>
    public int NumberOf(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (text.Equals(Names[i], StringComparison.OrdinalIgnoreCase))
            {
                return i + NamedFrom;
            }
        }

        return Number(text, Least, Most);
    }

    public InvalidRequestException Refuse(ReadOnlySpan<char> part) => new("InvalidValue", $"\"{Operations.Names.Printable(part.ToString())}\" is no {Name} of a cron expression.");

    private void AddTo(ref ulong bits, ReadOnlySpan<char> part, int offset)
    {
        int slash = part.IndexOf('/');
        ReadOnlySpan<char> range = slash < 0 ? part : part[..slash];
        int step = slash < 0 ? 1 : Number(part[(slash + 1)..], 1, Most - Least + 1);
        int dash = range.IndexOf('-');
        bool isAll = range is "*";
        int first = isAll ? Least : NumberOf(dash < 0 ? range : range[..dash]);
        int last = isAll || (dash < 0 && slash >= 0) ? Most : dash < 0 ? first : NumberOf(range[(dash + 1)..]);
        int count = (last >= first ? last - first : Most - first + 1 + last - Least) + 1;
        for (int i = 0; i < count; i += step)
        {
            int number = first + i <= Most ? first + i : first + i - Most - 1 + Least;
            bits |= number - offset is >= 0 and < 64 ? 1UL << (number - offset) : 0;
        }
    }

    private int Number(ReadOnlySpan<char> text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : throw Refuse(text);
}
