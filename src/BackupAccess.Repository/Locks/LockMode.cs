namespace BackupAccess.Repository.Locks;

/// <summary>How a repository is locked (design, "Locks").</summary>
public enum LockMode
{
    /// <summary>For reading and adding; any number at a time.</summary>
    Shared,

    /// <summary>For removing; alone.</summary>
    Exclusive,
}
