namespace BackupAccess.Repository.Checking;

/// <summary>What a finding costs.</summary>
public enum CheckSeverity
{
    /// <summary>Room or time; nothing is lost.</summary>
    Hint,

    /// <summary>Something that a snapshot may need is missing or damaged.</summary>
    Error,
}
