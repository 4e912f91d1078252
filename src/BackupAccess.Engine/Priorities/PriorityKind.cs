namespace BackupAccess.Engine.Priorities;

/// <summary>Which of a group's numbers a piece of work goes by.</summary>
internal enum PriorityKind
{
    Backup,
    Clone,
    Restore,
    Download,
}
