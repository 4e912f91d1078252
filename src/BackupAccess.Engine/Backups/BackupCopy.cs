namespace BackupAccess.Engine.Backups;

/// <summary>A backup in another storage than its account's own.</summary>
public sealed record BackupCopy
{
    public required Guid BackupId { get; init; }

    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The storage that has it now, too, or would.</summary>
    public required string Storage { get; init; }

    /// <summary>Whether it was there before.</summary>
    public required bool WasThere { get; init; }

    /// <summary>Bytes added to the storage; of a preview about what would be.</summary>
    public required long Added { get; init; }

    /// <summary>The copy's snapshot, as a stock restic knows it; null in a preview where it isn't there yet.</summary>
    public required string? Snapshot { get; init; }

    public override string ToString() => $"{BackupId} in {Storage}";
}
