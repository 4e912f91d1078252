namespace BackupAccess.Engine.Schedules;

/// <summary>What a run has done of one configuration: a job, or why there is none.</summary>
internal sealed record ScheduleRunPart(string RunId, string ConfigurationId, string Configuration, string? JobId, string? Failure);
