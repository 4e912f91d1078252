namespace BackupAccess.Engine.Tasks;

/// <summary>Where tasks run side by side: backups in one, all else in the other.</summary>
internal enum TaskLane
{
    Backup,
    Restore,
}
