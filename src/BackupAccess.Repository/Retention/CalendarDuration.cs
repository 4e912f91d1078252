using System.Globalization;

namespace BackupAccess.Repository.Retention;

/// <summary>A length of time as calendars count, written <c>1y5m7d2h</c> as restic does.</summary>
public readonly record struct CalendarDuration
{
    private const int Largest = 100_000;

    public static CalendarDuration None => default;

    public int Years { get; private init; }

    public int Months { get; private init; }

    public int Days { get; private init; }

    public int Hours { get; private init; }

    /// <summary>Reads whole numbers with the units <c>y</c>, <c>m</c> (months), <c>d</c> and <c>h</c>, each at most once; nothing is none.</summary>
    /// <exception cref="FormatException">The text is no such duration.</exception>
    public static CalendarDuration Parse(string text) =>
        TryParse(text, out CalendarDuration duration)
            ? duration
            : throw new FormatException($"\"{text}\" is not a duration like \"1y5m7d2h\".");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string text, out CalendarDuration duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        string seen = "";
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits < 1 || seen.Contains(rest[digits], StringComparison.Ordinal)
                || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > Largest
                || duration.With(rest[digits], number) is not { } longer)
            {
                duration = default;
                return false;
            }

            duration = longer;
            seen += rest[digits];
            rest = rest[(digits + 1)..];
        }

        return true;
    }

    /// <summary>
    /// The moment that lies this long before <paramref name="time"/>, by the calendar of its offset. A day that a month
    /// hasn't runs over into the next, as restic counts: a month before 31 March is 3 March, or 2 March in a leap year.
    /// What would lie before year 1 is its beginning.
    /// </summary>
    public DateTimeOffset Before(DateTimeOffset time)
    {
        long months = ((time.Year - (long)Years) * 12) + time.Month - 1 - Months;
        if (months < 0)
        {
            return DateTimeOffset.MinValue;
        }

        DateTime month = new((int)(months / 12) is var year && year > 0 ? year : 1, (int)(months % 12) + 1, 1);
        long ticks = month.Ticks + ((time.Day - 1 - (long)Days) * TimeSpan.TicksPerDay) + time.TimeOfDay.Ticks - (Hours * TimeSpan.TicksPerHour);
        return year > 0 && ticks > Math.Max(0, time.Offset.Ticks) ? new DateTimeOffset(ticks, time.Offset) : DateTimeOffset.MinValue;
    }

    public override string ToString() => string.Concat(Part(Years, 'y'), Part(Months, 'm'), Part(Days, 'd'), Part(Hours, 'h'));

    private static string Part(int number, char unit) => number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");

    private CalendarDuration? With(char unit, int number) => unit switch
    {
        'y' => this with { Years = number },
        'm' => this with { Months = number },
        'd' => this with { Days = number },
        'h' => this with { Hours = number },
        _ => null,
    };
}
