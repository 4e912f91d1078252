namespace BackupAccess.Repository.Checking;

/// <summary>How far a check is.</summary>
/// <param name="Phase">What it is at.</param>
/// <param name="Done">Trees walked, or packs read.</param>
/// <param name="Total">Trees known so far, or packs to be read.</param>
public readonly record struct CheckProgress(CheckPhase Phase, long Done, long Total);
