namespace BackupAccess.Repository.Trees;

/// <summary>
/// A file's time to the nanosecond, as wide as Linux keeps it (any 64-bit second), with the offset from UTC that it is
/// written with. Two times are equal when the instant is, whatever the offset.
/// </summary>
/// <param name="Seconds">Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.</param>
/// <param name="Nanoseconds">0 to 999,999,999, counted forward from <paramref name="Seconds"/> also before 1970.</param>
/// <param name="OffsetMinutes">Minutes east of UTC.</param>
public readonly record struct FileTime(long Seconds, int Nanoseconds, short OffsetMinutes) : IComparable<FileTime>
{
    /// <summary>Midnight of the first day of year 1: what restic writes for a time that isn't known.</summary>
    public static FileTime None { get; } = new(-62_135_596_800, 0, 0);

    public bool Equals(FileTime other) => Seconds == other.Seconds && Nanoseconds == other.Nanoseconds;

    public override int GetHashCode() => HashCode.Combine(Seconds, Nanoseconds);

    public int CompareTo(FileTime other) =>
        Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    public static FileTime From(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        seconds -= rest < 0 ? 1 : 0;
        rest += rest < 0 ? TimeSpan.TicksPerSecond : 0;
        return new FileTime(seconds, (int)(rest * TimeSpan.NanosecondsPerTick), (short)time.TotalOffsetMinutes);
    }

    /// <summary>The nearest time that .NET can say: to 100 ns, from year 1 to 9999.</summary>
    public DateTimeOffset ToDateTimeOffset()
    {
        const long First = -62_135_596_800;
        const long Last = 253_402_300_799;
        DateTimeOffset utc = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(Seconds, First, Last))
            .AddTicks(Nanoseconds / TimeSpan.NanosecondsPerTick);
        bool room = Seconds is > First + 86_400 and < Last - 86_400 && Math.Abs((int)OffsetMinutes) <= 14 * 60;
        return room ? utc.ToOffset(TimeSpan.FromMinutes(OffsetMinutes)) : utc;
    }

    /// <summary>RFC 3339 with as many decimals as it takes, years outside 0 to 9999 clamped: as restic writes times.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[Rfc3339.MaximumLength];
        return System.Text.Encoding.ASCII.GetString(text[..Rfc3339.Format(this, text)]);
    }

    public static bool operator <(FileTime left, FileTime right) => left.CompareTo(right) < 0;

    public static bool operator <=(FileTime left, FileTime right) => left.CompareTo(right) <= 0;

    public static bool operator >(FileTime left, FileTime right) => left.CompareTo(right) > 0;

    public static bool operator >=(FileTime left, FileTime right) => left.CompareTo(right) >= 0;
}
