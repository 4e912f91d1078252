using System.Buffers.Text;

namespace BackupAccess.Repository.Trees;

/// <summary>Times as RFC 3339 text, years 0 to 9999, in the shape that Go's RFC3339Nano gives them.</summary>
internal static class Rfc3339
{
    public const int MaximumLength = 35;

    // The calendar repeats every 400 years, so any year is computed as one between 2000 and 2399.
    private const long CycleSeconds = 146_097L * 86_400;
    private const long BaseSeconds = 946_684_800;
    private const int BaseYear = 2000;

    /// <summary>Writes a time; returns the bytes written.</summary>
    public static int Format(FileTime time, Span<byte> text)
    {
        // Far beyond any year that is written, and far enough from overflow.
        long local = Math.Clamp(time.Seconds, long.MinValue / 2, long.MaxValue / 2) + (time.OffsetMinutes * 60L);
        long cycle = Math.DivRem(local - BaseSeconds, CycleSeconds, out long rest);
        cycle -= rest < 0 ? 1 : 0;
        rest += rest < 0 ? CycleSeconds : 0;
        DateTime moment = new DateTime(BaseYear, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(rest);
        long year = moment.Year + (400 * cycle);
        if (year is < 0 or > 9999)
        {
            year = Math.Clamp(year, 0, 9999);
            // Year 9999 has no 29 February: restic's clamping makes it 1 March.
            moment = year == 9999 && moment is { Month: 2, Day: 29 } ? moment.AddDays(1) : moment;
        }

        Digits(text, (int)year, 4);
        text[4] = text[7] = (byte)'-';
        Digits(text[5..], moment.Month, 2);
        Digits(text[8..], moment.Day, 2);
        text[10] = (byte)'T';
        Digits(text[11..], moment.Hour, 2);
        text[13] = text[16] = (byte)':';
        Digits(text[14..], moment.Minute, 2);
        Digits(text[17..], moment.Second, 2);
        int length = 19 + FormatFraction(time.Nanoseconds, text[19..]);
        return length + FormatOffset(time.OffsetMinutes, text[length..]);
    }

    /// <summary>Reads a time. Decimals beyond the ninth are dropped.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out FileTime time)
    {
        time = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryDigits(text, 4, out int year) || !TryDigits(text[5..], 2, out int month) || !TryDigits(text[8..], 2, out int day)
            || !TryDigits(text[11..], 2, out int hour) || !TryDigits(text[14..], 2, out int minute) || !TryDigits(text[17..], 2, out int second))
        {
            return false;
        }

        int yearInCycle = BaseYear + ((((year - BaseYear) % 400) + 400) % 400);
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(yearInCycle, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        text = text[19..];
        if (!TryParseFraction(ref text, out int nanoseconds) || !TryParseOffset(text, out int offset))
        {
            return false;
        }

        long inCycle = (new DateTime(yearInCycle, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        long seconds = inCycle + ((year - yearInCycle) / 400 * CycleSeconds) - (offset * 60L);
        time = new FileTime(seconds, nanoseconds, (short)offset);
        return true;
    }

    private static int FormatFraction(int nanoseconds, Span<byte> text)
    {
        if (nanoseconds == 0)
        {
            return 0;
        }

        text[0] = (byte)'.';
        Digits(text[1..], nanoseconds, 9);
        return text[..10].LastIndexOfAnyExcept((byte)'0') + 1;
    }

    private static int FormatOffset(int minutes, Span<byte> text)
    {
        if (minutes == 0)
        {
            text[0] = (byte)'Z';
            return 1;
        }

        text[0] = minutes < 0 ? (byte)'-' : (byte)'+';
        Digits(text[1..], Math.Abs(minutes) / 60, 2);
        text[3] = (byte)':';
        Digits(text[4..], Math.Abs(minutes) % 60, 2);
        return 6;
    }

    private static bool TryParseFraction(ref ReadOnlySpan<byte> text, out int nanoseconds)
    {
        nanoseconds = 0;
        if (text[0] != '.')
        {
            return true;
        }

        int end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end < 1)
        {
            return false;
        }

        for (int i = 0; i < 9; i++)
        {
            nanoseconds = (nanoseconds * 10) + (i < end ? text[1 + i] - '0' : 0);
        }

        text = text[(1 + end)..];
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.SequenceEqual("Z"u8))
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryDigits(text[1..], 2, out int hour) || !TryDigits(text[4..], 2, out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static void Digits(Span<byte> text, int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, int count, out int value) =>
        Utf8Parser.TryParse(text[..count], out value, out int used) && used == count && text[0] is >= (byte)'0' and <= (byte)'9';
}
