namespace BackupAccess.Engine.Audit;

/// <summary>How an act went.</summary>
public enum AuditOutcome
{
    /// <summary>Work began, or backup data is about to be read.</summary>
    Attempted,
    Succeeded,
    Refused,
    Failed,
}
