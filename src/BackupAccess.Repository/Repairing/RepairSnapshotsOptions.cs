namespace BackupAccess.Repository.Repairing;

/// <summary>Which snapshots are repaired, and how.</summary>
public sealed record RepairSnapshotsOptions
{
    /// <summary>All of them; nothing is removed.</summary>
    public static RepairSnapshotsOptions Default { get; } = new();

    /// <summary>The snapshots to be repaired; null for all there are.</summary>
    public IReadOnlyCollection<ObjectId>? Snapshots { get; init; }

    public ChunkProof Chunks { get; init; } = ChunkProof.Stored;

    /// <summary>
    /// What becomes of a snapshot once its replacement is durable. Where it stays, the replacement gets the tag
    /// <see cref="RepairSnapshotsResult.RepairedTag"/>, as restic gives it, so that the two can be told apart.
    /// </summary>
    public SnapshotFate Replaced { get; init; } = SnapshotFate.Keep;

    /// <summary>What becomes of a snapshot of which nothing can be read, and which so has no replacement.</summary>
    public SnapshotFate Unreadable { get; init; } = SnapshotFate.Keep;
}
