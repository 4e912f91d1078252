namespace BackupAccess.Engine.Backups;

/// <summary>Who locked a backup, why and until when; null for until unlocked.</summary>
public sealed record BackupLock(string By, DateTimeOffset At, string? Reason, DateTimeOffset? Until);
