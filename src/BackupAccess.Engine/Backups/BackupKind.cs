namespace BackupAccess.Engine.Backups;

/// <summary>How a backup came to be.</summary>
public enum BackupKind
{
    OnDemand,
    Scheduled,

    /// <summary>Put into the repository by another program, as a stock restic, with paths of its own: no rotation counts or takes it.</summary>
    Foreign,
}
