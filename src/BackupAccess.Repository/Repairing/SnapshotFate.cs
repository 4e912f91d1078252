namespace BackupAccess.Repository.Repairing;

/// <summary>What becomes of a damaged snapshot's own object.</summary>
public enum SnapshotFate
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>It is removed.</summary>
    Remove,
}
