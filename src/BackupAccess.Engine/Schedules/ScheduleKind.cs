namespace BackupAccess.Engine.Schedules;

/// <summary>By what a schedule says when it is due.</summary>
public enum ScheduleKind
{
    /// <summary>At a minute of every hour.</summary>
    Hourly,

    /// <summary>At a time of every day.</summary>
    Daily,

    /// <summary>At a time of some days of the week.</summary>
    Weekly,

    /// <summary>By a cron expression.</summary>
    Cron,
}
