namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>How a cron expression's days of the month and of the week come together.</summary>
internal enum CronDayMatch
{
    /// <summary>A day is meant that is named by both, one of which names all.</summary>
    Both,

    /// <summary>A day is meant that is named by either.</summary>
    Either,
}
