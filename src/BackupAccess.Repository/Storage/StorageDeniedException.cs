namespace BackupAccess.Repository.Storage;

/// <summary>The storage doesn't let this client do what it asked for.</summary>
public sealed class StorageDeniedException(string message, Exception? inner = null) : StorageException(message, inner);
