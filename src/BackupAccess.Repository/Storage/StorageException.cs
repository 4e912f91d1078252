namespace BackupAccess.Repository.Storage;

/// <summary>The storage failed; whether a retry can help is the storage's to say.</summary>
public class StorageException(string message, Exception? inner = null) : RepositoryException(message, inner);
