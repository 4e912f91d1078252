namespace BackupAccess.Engine.Maintenance;

/// <summary>What a retention policy did to an account's backups, or would do.</summary>
public sealed record RetentionResult
{
    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>How many backups stay.</summary>
    public required int Kept { get; init; }

    /// <summary>How many were deleted, or would be.</summary>
    public required int Deleted { get; init; }

    /// <summary>Whether the account was dropped with its empty repository: an orphan without backups, and nothing was done with it for 14 days.</summary>
    public bool Dropped { get; init; }

    /// <summary>Bytes that a prune gave back to the storage; null when none ran.</summary>
    public required long? BytesFreed { get; init; }

    /// <summary>Packs that nothing needs and that a prune a day later deletes; null when none ran.</summary>
    public required int? PacksQuarantined { get; init; }

    /// <summary>The decision on each, newest first, one kind of backup after the other.</summary>
    public required IReadOnlyList<RetainedBackup> Backups { get; init; }

    public override string ToString() => $"{Account}: {Kept} kept, {Deleted} deleted";
}
