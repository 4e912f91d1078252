namespace BackupAccess.Engine.Backups;

/// <summary>A part of an account's backup, in the order in which they are put back into place.</summary>
public enum BackupItem
{
    /// <summary>The account itself: its ids, groups, shell, password hash and settings.</summary>
    Config,

    HomeDirectory,

    CronJobs,

    /// <summary>All of a backup that another program made.</summary>
    Files,
}
