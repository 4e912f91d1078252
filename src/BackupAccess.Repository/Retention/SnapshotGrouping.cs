namespace BackupAccess.Repository.Retention;

/// <summary>What snapshots share that a policy is applied to together.</summary>
[Flags]
public enum SnapshotGrouping
{
    None = 0,
    Host = 1,
    Paths = 2,
    Tags = 4,
}
