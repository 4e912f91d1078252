namespace BackupAccess.Engine.Clock;

/// <summary>The row of the clock table: what the clock said when it was last believed. Times are microseconds.</summary>
/// <param name="SeenAt">The last believed time; stands still while the clock is doubted.</param>
/// <param name="Boot">The run of the machine in which it was seen; null where the machine doesn't tell.</param>
/// <param name="BootSeenAt">The first time seen in that run, since 1970.</param>
/// <param name="BootUptime">How long the machine had run then.</param>
/// <param name="Doubt">Why the clock isn't believed; null while it is.</param>
internal sealed record ClockRow(long SeenAt, string? Boot, long BootSeenAt, long BootUptime, string? Doubt)
{
    /// <summary>A row that believes the clock.</summary>
    public static ClockRow At(long now, BootMoment? boot) => new(now, boot?.Boot, now, Microseconds(boot), Doubt: null);

    /// <summary>The row after a time that is believed.</summary>
    public ClockRow Seen(long now, BootMoment? boot) => boot?.Boot == Boot ? this with { SeenAt = Math.Max(now, SeenAt) } : At(now, boot);

    public static long Microseconds(BootMoment? boot) => (boot?.Uptime ?? TimeSpan.Zero).Ticks / TimeSpan.TicksPerMicrosecond;
}
