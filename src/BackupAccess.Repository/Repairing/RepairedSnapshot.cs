namespace BackupAccess.Repository.Repairing;

/// <summary>A damaged snapshot and what replaces it.</summary>
/// <param name="Snapshot">The damaged one.</param>
/// <param name="Replacement">The one in its place; null in a plan, unless an earlier repair has saved it already.</param>
/// <param name="Tree">The replacement's tree.</param>
/// <param name="Losses">What the replacement lacks, in the order of the paths' walk; of alike directories the first is told in full.</param>
public sealed record RepairedSnapshot(ObjectId Snapshot, ObjectId? Replacement, ObjectId Tree, IReadOnlyList<PathLoss> Losses);
