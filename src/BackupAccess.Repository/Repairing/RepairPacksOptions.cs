namespace BackupAccess.Repository.Repairing;

/// <summary>Which packs are repaired.</summary>
public sealed record RepairPacksOptions
{
    /// <summary>Every pack.</summary>
    public static RepairPacksOptions Default { get; } = new();

    /// <summary>The packs to be read whole; null for all there are.</summary>
    public IReadOnlyCollection<ObjectId>? Packs { get; init; }
}
