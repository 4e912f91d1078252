namespace BackupAccess.Engine.Backups;

/// <summary>A part of an account's backup, in the order in which they are put back into place.</summary>
public enum BackupItem
{
    /// <summary>The account itself: its ids, groups, shell, password hash and settings.</summary>
    Config,

    HomeDirectory,

    CronJobs,

    /// <summary>The users and roles of database servers, with their grants.</summary>
    DatabaseUsers,

    Databases,

    /// <summary>What the name server has of the account's domains.</summary>
    Zones,

    Certificates,

    Emails,

    Ftp,

    /// <summary>All of a backup that another program made.</summary>
    Files,
}
