namespace BackupAccess.Repository.Locks;

/// <summary>A lock was removed by another client, or couldn't be refreshed in time, while it was needed.</summary>
public sealed class RepositoryLockLostException(string location, Exception inner)
    : RepositoryException($"The lock on the repository \"{location}\" was lost.", inner);
