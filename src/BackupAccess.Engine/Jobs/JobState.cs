namespace BackupAccess.Engine.Jobs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>A task of it waits or runs.</summary>
    Running,

    /// <summary>Every task of it was completed, and no account was left out.</summary>
    Completed,

    /// <summary>Tasks of it failed or were stopped, or accounts were left out, and others were completed.</summary>
    Partial,

    /// <summary>Nothing was backed up.</summary>
    Failed,
}
