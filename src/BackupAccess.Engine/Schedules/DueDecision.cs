using System.Globalization;
using BackupAccess.Engine.Schedules.Recurrences;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Schedules;

/// <summary>What becomes of a schedule that is due.</summary>
/// <param name="Moment">The last moment until now: what was due before it is one with it, or passed over.</param>
/// <param name="Next">The first moment after now; null where none comes.</param>
/// <param name="IsRun">Whether it is run.</param>
/// <param name="Message">What is to be said of it; null for nothing.</param>
internal sealed record DueDecision(long Moment, long? Next, bool IsRun, string? Message)
{
    /// <summary>How late a moment is taken up and wasn't missed.</summary>
    private static readonly long s_grace = (long)TimeSpan.FromMinutes(1).TotalMicroseconds;

    /// <param name="schedule">A schedule whose next run isn't later than now.</param>
    /// <param name="recurrence">When it comes.</param>
    /// <param name="running">How many of its runs go on.</param>
    /// <param name="now">The time.</param>
    public static DueDecision Of(ScheduleRow schedule, Recurrence recurrence, long running, long now)
    {
        long first = schedule.NextRunAt!.Value;
        long moment = recurrence.LastUntil(now.ToTime(), first.ToTime()).ToMicroseconds();
        long? next = recurrence.After(now.ToTime())?.ToMicroseconds();
        bool isLate = now - moment > s_grace;
        string? missed = moment > first ? $"missed since {first.ToTime():u}" : isLate ? "missed" : null;
        return isLate && schedule.Missed == MissedRuns.Skip ? new DueDecision(moment, next, IsRun: false, $"{missed}, and passed over")
            : running >= (schedule.MaxConcurrent ?? long.MaxValue) ? new DueDecision(moment, next, IsRun: false, Busy(running))
            : new DueDecision(moment, next, IsRun: true, missed is null ? null : schedule.Missed == MissedRuns.Skip ? $"{missed}, what was before passed over" : $"{missed}, and caught up");
    }

    public static string Busy(long running) => string.Create(CultureInfo.InvariantCulture, $"{running} earlier {(running == 1 ? "run hasn't" : "runs haven't")} ended");
}
