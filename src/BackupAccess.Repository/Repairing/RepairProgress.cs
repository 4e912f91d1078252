namespace BackupAccess.Repository.Repairing;

/// <summary>How far a repair is.</summary>
/// <param name="Phase">What it is at.</param>
/// <param name="Done">Packs read or salvaged, snapshots walked, index objects removed, or packs or snapshots deleted.</param>
/// <param name="Total">Of how many.</param>
public readonly record struct RepairProgress(RepairPhase Phase, long Done, long Total);
