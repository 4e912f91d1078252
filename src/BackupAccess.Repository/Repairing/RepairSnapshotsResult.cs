namespace BackupAccess.Repository.Repairing;

/// <summary>What repairing snapshots did, or would do. Snapshots are in order of their ids.</summary>
public sealed record RepairSnapshotsResult
{
    /// <summary>Marks the replacement of a snapshot that stays.</summary>
    public const string RepairedTag = "repaired";

    /// <summary>Snapshots looked at.</summary>
    public required int Snapshots { get; init; }

    public required IReadOnlyList<RepairedSnapshot> Repaired { get; init; }

    /// <summary>Snapshots whose object or first directory can't be read.</summary>
    public required IReadOnlyList<UnreadableSnapshot> Unreadable { get; init; }

    /// <summary>Snapshots removed, replaced ones and unreadable ones together.</summary>
    public required int SnapshotsRemoved { get; init; }
}
