namespace BackupAccess.Engine.Jobs;

/// <summary>One of a job's tasks, as much as its job tells of it.</summary>
internal sealed record JobTask(string JobId, string Id, string State, long? EndedAt);
