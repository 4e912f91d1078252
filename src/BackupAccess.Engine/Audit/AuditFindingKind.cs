namespace BackupAccess.Engine.Audit;

/// <summary>What is wrong with the audit log, or was.</summary>
public enum AuditFindingKind
{
    /// <summary>The events are not as they were written: changed, put in others' places, or added by another hand.</summary>
    Altered,

    /// <summary>The events are gone.</summary>
    Missing,

    /// <summary>What the log begins with can't be proven.</summary>
    BeginningAltered,

    /// <summary>There was no head file beside the database.</summary>
    HeadMissing,

    /// <summary>The head file was not written by the engine.</summary>
    HeadDamaged,

    /// <summary>The exported head is none of this log's.</summary>
    ForeignHead,

    /// <summary>A process was killed while it wrote; nothing that was done is missing.</summary>
    Interrupted,
}
