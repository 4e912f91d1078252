using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Clock;

/// <summary>When a clock can't be believed (the access design, Clock).</summary>
internal static class ClockRule
{
    /// <summary>Time servers step a clock by less than this; it isn't called running backwards.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_disagreement = TimeSpan.FromHours(24);

    /// <summary>How long nobody may have looked at the clock and it is believed all the same.</summary>
    public static TimeSpan LongestAbsence { get; } = TimeSpan.FromDays(30);

    /// <summary>How long ago the first time seen in this run of the machine was.</summary>
    public static TimeSpan Elapsed(ClockRow last, BootMoment boot) => Span(ClockRow.Microseconds(boot) - last.BootUptime);

    /// <summary>Why the time isn't believed, as a clause; null when it is.</summary>
    public static string? Doubt(ClockRow last, long now, BootMoment? boot)
    {
        if (last.Doubt is not null)
        {
            return last.Doubt;
        }

        TimeSpan passed = Span(now - last.SeenAt);
        return passed < -s_step ? $"the clock went back from {last.SeenAt.ToTime():u} to {now.ToTime():u}"
            : passed > LongestAbsence ? $"more than {LongestAbsence.TotalDays} days lie between {last.SeenAt.ToTime():u} and {now.ToTime():u}"
            : boot is { } moment && moment.Boot == last.Boot && Disagreement(last, now, moment) > s_disagreement
                ? $"the clock was moved by more than {s_disagreement.TotalHours} hours since the machine started"
            : null;
    }

    /// <summary>Measured from the first time seen in this run of the machine, so that many small steps count as one.</summary>
    private static TimeSpan Disagreement(ClockRow last, long now, BootMoment boot) =>
        (Span(now - last.BootSeenAt) - Elapsed(last, boot)).Duration();

    private static TimeSpan Span(long microseconds) => TimeSpan.FromMicroseconds(microseconds);
}
