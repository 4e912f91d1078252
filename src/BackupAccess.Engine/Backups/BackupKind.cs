namespace BackupAccess.Engine.Backups;

/// <summary>How a backup came to be.</summary>
public enum BackupKind
{
    OnDemand,
    Scheduled,
}
