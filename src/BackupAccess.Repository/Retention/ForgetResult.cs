using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Retention;

/// <summary>What was forgotten, or would be.</summary>
public sealed record ForgetResult
{
    /// <summary>Every snapshot that was concerned, group by group, newest first.</summary>
    public required IReadOnlyList<RetentionDecision<Snapshot>> Decisions { get; init; }

    /// <summary>Snapshots that can't be read; they stay.</summary>
    public required IReadOnlyList<ObjectId> Unreadable { get; init; }

    public IEnumerable<Snapshot> Removed => Decisions.Where(decision => !decision.IsKept).Select(decision => decision.Item);
}
