namespace BackupAccess.Engine.Maintenance;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Untidy, but nothing is lost.</summary>
    Warning,

    /// <summary>Something can't be restored.</summary>
    Error,
}
