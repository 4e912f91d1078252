namespace BackupAccess.Engine.State;

/// <summary>Times as the state keeps them: microseconds since 1970-01-01T00:00:00Z.</summary>
internal static class UnixTime
{
    /// <summary>Stands for a time that never comes.</summary>
    public const long Never = long.MaxValue;

    public static long ToMicroseconds(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(this long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? ToTime(this long? microseconds) => microseconds?.ToTime();

    public static long Now(this TimeProvider time) => time.GetUtcNow().ToMicroseconds();
}
