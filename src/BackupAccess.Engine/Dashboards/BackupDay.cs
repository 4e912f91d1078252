namespace BackupAccess.Engine.Dashboards;

/// <summary>What one day (UTC) saw.</summary>
/// <param name="Added">Bytes that the backups added to repositories.</param>
public sealed record BackupDay(DateOnly Date, int Backups, long Added);
