namespace BackupAccess.Engine.Maintenance;

/// <summary>What a repair did with a damaged backup.</summary>
public enum RepairOutcome
{
    /// <summary>It holds what was left, and is partial.</summary>
    Repaired,

    /// <summary>Nothing of it can be read; it stays as it is.</summary>
    Unreadable,

    /// <summary>It is locked, and stays as it is.</summary>
    Locked,
}
