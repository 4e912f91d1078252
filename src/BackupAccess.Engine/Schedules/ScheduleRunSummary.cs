namespace BackupAccess.Engine.Schedules;

/// <summary>What a run's parts have come to. Filled by name: what is worked out has no type in SQLite while it is null.</summary>
internal sealed record ScheduleRunSummary
{
    public string RunId { get; init; } = "";

    /// <summary>How many configurations it has done or tried.</summary>
    public long Parts { get; init; }

    /// <summary>How many of them weren't run.</summary>
    public long Failed { get; init; }

    /// <summary>How many of the others left accounts out.</summary>
    public long LeftOut { get; init; }

    /// <summary>The tasks of its jobs, as long as the queue keeps them.</summary>
    public long Tasks { get; init; }

    /// <summary>How many of them have ended.</summary>
    public long Ended { get; init; }

    /// <summary>How many of them were completed.</summary>
    public long Completed { get; init; }

    /// <summary>Why the first of the configurations wasn't run.</summary>
    public string? Failure { get; init; }

    public ScheduleOutcome OutcomeOf(ScheduleRunRow run) =>
        run.Skipped != 0 ? ScheduleOutcome.Skipped
        : run.EndedAt is null || Ended < Tasks ? ScheduleOutcome.Running
        : Parts == Failed ? ScheduleOutcome.Failed
        : Failed == 0 && LeftOut == 0 && Completed == Tasks ? ScheduleOutcome.Completed
        : Completed > 0 ? ScheduleOutcome.Partial
        : ScheduleOutcome.Failed;
}
