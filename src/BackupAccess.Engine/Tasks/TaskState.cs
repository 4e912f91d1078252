namespace BackupAccess.Engine.Tasks;

/// <summary>How far a task is.</summary>
public enum TaskState
{
    /// <summary>It waits for a lane, and for other work on the account to end.</summary>
    Queued,

    Running,

    Completed,

    /// <summary>It was refused or went wrong, or the process that ran it ended once too often.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Stopped,
}
