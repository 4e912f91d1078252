namespace BackupAccess.Engine.Backups;

/// <summary>Who placed a lock, seen from the caller.</summary>
internal enum LockHolder
{
    Caller,
    SomebodyElse,
}
