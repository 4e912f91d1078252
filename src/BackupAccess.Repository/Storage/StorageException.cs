namespace BackupAccess.Repository.Storage;

/// <summary>The storage failed.</summary>
public class StorageException(string message, Exception? inner = null) : RepositoryException(message, inner)
{
    /// <summary>
    /// The same call may succeed later: a time-out, a connection that broke, a server that is busy. False where only a
    /// person or another call can help: no room, no permission, a read-only file system, an absent object.
    /// </summary>
    public bool IsTransient { get; init; }
}
