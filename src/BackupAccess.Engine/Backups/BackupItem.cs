namespace BackupAccess.Engine.Backups;

/// <summary>A part of an account's backup.</summary>
public enum BackupItem
{
    HomeDirectory,
}
