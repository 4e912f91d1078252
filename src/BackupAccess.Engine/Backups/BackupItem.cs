namespace BackupAccess.Engine.Backups;

/// <summary>A part of an account's backup.</summary>
public enum BackupItem
{
    HomeDirectory,

    /// <summary>All of a backup that another program made.</summary>
    Files,
}
