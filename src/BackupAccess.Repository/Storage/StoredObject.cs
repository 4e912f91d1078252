namespace BackupAccess.Repository.Storage;

/// <summary>An object as listed: its name and size in bytes.</summary>
public readonly record struct StoredObject(ObjectName Name, long Size);
