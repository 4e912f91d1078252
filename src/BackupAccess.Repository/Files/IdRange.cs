namespace BackupAccess.Repository.Files;

/// <summary>User or group ids from first to last.</summary>
public readonly record struct IdRange(uint First, uint Last)
{
    public bool Contains(uint id) => id >= First && id <= Last;
}
