namespace BackupAccess.Repository.Locks;

/// <summary>Another client holds a lock that conflicts with the one asked for.</summary>
public sealed class RepositoryLockedException(string location, LockMode mode, string holder, DateTimeOffset since)
    : RepositoryException($"The repository \"{location}\" is locked ({mode.ToString().ToLowerInvariant()}) by \"{holder}\" since {since:u}.")
{
    /// <summary>The mode of the other's lock.</summary>
    public LockMode Mode { get; } = mode;

    /// <summary>Process, user and host that hold it.</summary>
    public string Holder { get; } = holder;

    public DateTimeOffset Since { get; } = since;
}
