namespace BackupAccess.Repository.Storage;

/// <summary>The storage is there to be read only.</summary>
public sealed class StorageReadOnlyException(string message, Exception? inner = null) : StorageException(message, inner);
