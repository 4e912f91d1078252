namespace BackupAccess.Engine.Schedules;

/// <summary>What a run's parts have come to.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Parts">How many configurations it has done or tried.</param>
/// <param name="Failed">How many of them weren't run.</param>
/// <param name="LeftOut">How many of the others left accounts out.</param>
/// <param name="Tasks">The tasks of its jobs, as long as the queue keeps them.</param>
/// <param name="Ended">How many of them have ended.</param>
/// <param name="Completed">How many of them were completed.</param>
/// <param name="Failure">Why the first of the configurations wasn't run.</param>
internal sealed record ScheduleRunSummary(string RunId, long Parts, long Failed, long LeftOut, long Tasks, long Ended, long Completed, string? Failure)
{
    public ScheduleOutcome OutcomeOf(ScheduleRunRow run) =>
        run.Skipped != 0 ? ScheduleOutcome.Skipped
        : run.EndedAt is null || Ended < Tasks ? ScheduleOutcome.Running
        : Parts == Failed ? ScheduleOutcome.Failed
        : Failed == 0 && LeftOut == 0 && Completed == Tasks ? ScheduleOutcome.Completed
        : Completed > 0 ? ScheduleOutcome.Partial
        : ScheduleOutcome.Failed;
}
