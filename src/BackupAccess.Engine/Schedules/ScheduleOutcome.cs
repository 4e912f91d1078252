namespace BackupAccess.Engine.Schedules;

/// <summary>What has come of a run of a schedule.</summary>
public enum ScheduleOutcome
{
    /// <summary>It begins, or a task of its jobs waits or runs.</summary>
    Running,

    /// <summary>Every task of its jobs was completed, and nothing was left out.</summary>
    Completed,

    /// <summary>Configurations or tasks failed, or accounts were left out, and others were completed.</summary>
    Partial,

    /// <summary>Nothing was backed up.</summary>
    Failed,

    /// <summary>It wasn't run at all.</summary>
    Skipped,
}
