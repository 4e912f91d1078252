namespace BackupAccess.Engine.Backups;

/// <summary>A backup that a setting doesn't keep any longer.</summary>
/// <param name="Reason">The setting and what it says, as <c>onDemand.retain is 5</c>.</param>
internal sealed record EndedBackup(BackupRow Backup, string Reason);
