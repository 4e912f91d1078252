namespace BackupAccess.Engine.Tasks;

/// <summary>What a task does, and so which of a priority group's numbers it goes by.</summary>
public enum TaskKind
{
    Backup,
    Clone,
    Restore,
    Download,
}
