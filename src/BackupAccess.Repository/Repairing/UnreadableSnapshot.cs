namespace BackupAccess.Repository.Repairing;

/// <summary>A snapshot of which nothing can be read.</summary>
/// <param name="Problem">What is wrong with it, without a full stop.</param>
public sealed record UnreadableSnapshot(ObjectId Snapshot, string Problem);
