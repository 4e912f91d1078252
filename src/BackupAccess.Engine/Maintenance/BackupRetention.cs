using BackupAccess.Engine.Backups;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Engine.Maintenance;

/// <summary>Applies a policy to backups of one kind.</summary>
/// <param name="policy">What stays; null for all that no standing rule ends.</param>
/// <param name="stored">The snapshots that the repository has.</param>
/// <param name="trustedNow">The time by which locks end.</param>
/// <param name="time">The clock and its time zone.</param>
internal sealed class BackupRetention(RetentionPolicy? policy, IReadOnlySet<string> stored, long trustedNow, TimeProvider time)
{
    /// <returns>The decisions, newest first.</returns>
    public IEnumerable<RetentionDecision<BackupRow>> Decide(IEnumerable<BackupRow> backups)
    {
        ILookup<bool, BackupRow> present = backups.ToLookup(backup => stored.Contains(backup.Snapshot));
        IReadOnlyList<RetentionDecision<BackupRow>> decisions = policy is null
            ? [.. present[true].Select(backup => new RetentionDecision<BackupRow>(backup, [backup.IsLocked(trustedNow) ? "locked" : "no rule ends it"]))]
            : policy.Apply(present[true], Describe, time.GetUtcNow());
        RetentionDecision<BackupRow>? newestWhole = decisions.FirstOrDefault(decision => decision.Item.ProblemCount == 0);
        return decisions
            .Select(decision => decision == newestWhole && !decision.IsKept ? decision with { Reasons = ["newest whole"] } : decision)
            .Concat(present[false].Select(backup => new RetentionDecision<BackupRow>(backup, ["not in the repository"])))
            .OrderByDescending(decision => decision.Item.CreatedAt);
    }

    private RetentionSubject Describe(BackupRow backup) =>
        new(TimeZoneInfo.ConvertTime(backup.CreatedAt.ToTime(), time.LocalTimeZone), [], backup.IsLocked(trustedNow));
}
