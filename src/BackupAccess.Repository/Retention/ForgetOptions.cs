using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Retention;

/// <summary>Which snapshots are forgotten.</summary>
public sealed record ForgetOptions
{
    public required RetentionPolicy Policy { get; init; }

    /// <summary>The policy is applied to each group by itself; host and paths, as restic has it.</summary>
    public SnapshotGrouping Grouping { get; init; } = SnapshotGrouping.Host | SnapshotGrouping.Paths;

    /// <summary>Leaves out snapshots that aren't concerned; null for none.</summary>
    public Func<Snapshot, bool>? Filter { get; init; }

    /// <summary>Tells snapshots that stay whatever the policy says; null for none.</summary>
    public Func<Snapshot, bool>? IsLocked { get; init; }
}
