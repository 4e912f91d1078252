namespace BackupAccess.Repository.Repairing;

/// <summary>How an index is rebuilt.</summary>
public sealed record RebuildIndexOptions
{
    public static RebuildIndexOptions Default { get; } = new();

    public IndexSource Source { get; init; } = IndexSource.PacksAndIndex;
}
