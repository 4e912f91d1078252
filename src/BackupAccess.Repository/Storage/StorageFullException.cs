namespace BackupAccess.Repository.Storage;

/// <summary>The storage has no room for more: the device is full or the quota used up.</summary>
public sealed class StorageFullException(string message, Exception? inner = null) : StorageException(message, inner);
