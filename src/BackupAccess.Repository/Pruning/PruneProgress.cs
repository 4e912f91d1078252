namespace BackupAccess.Repository.Pruning;

/// <summary>How far a prune is.</summary>
/// <param name="Phase">What it is at.</param>
/// <param name="Done">Snapshots walked, packs repacked, index objects written, or packs deleted.</param>
/// <param name="Total">Of how many.</param>
public readonly record struct PruneProgress(PrunePhase Phase, long Done, long Total);
