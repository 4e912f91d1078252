namespace BackupAccess.Engine.Backups;

/// <summary>An item as it lies in a backup.</summary>
public sealed record BackupItemEntry(Guid BackupId, string Account, BackupItem Item, long Files, long Size);
