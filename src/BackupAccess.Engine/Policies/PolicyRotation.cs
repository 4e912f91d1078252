using BackupAccess.Engine.Backups;

namespace BackupAccess.Engine.Policies;

/// <summary>Which of a configuration's backups with one label its policy lets go. Pure.</summary>
internal static class PolicyRotation
{
    /// <summary>
    /// Never a locked one; the newest whole one only where the policy goes by age alone. Locked ones aren't counted.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="label">The backups' label.</param>
    /// <param name="newestFirst">All that the configuration made of an account with that label.</param>
    /// <param name="now">The time by which they age and locks end.</param>
    public static IReadOnlyList<EndedBackup> Ended(PolicyRow policy, RetentionLabel label, IEnumerable<BackupRow> newestFirst, long now)
    {
        PolicyDeletion deletion = policy.DeletionKind;
        LabelRule? rule = policy.RuleList.FirstOrDefault(rule => rule.Label == label);
        if (rule is null || rule.IsEmpty || deletion == PolicyDeletion.Never)
        {
            return [];
        }

        List<EndedBackup> ended = [];
        int counted = 0;
        bool hasWhole = false;
        foreach (BackupRow backup in newestFirst)
        {
            bool isNewestWhole = !hasWhole && backup.ProblemCount == 0;
            hasWhole |= isNewestWhole;
            if (backup.IsLocked(now))
            {
                continue;
            }

            counted++;
            bool isOld = rule.Days is not { } days || backup.IsOlderThan(days, now);
            bool isOver = rule.Keep is not { } keep || counted > keep;
            if (deletion == PolicyDeletion.AgeOnly ? isOld : isOld && isOver && !isNewestWhole)
            {
                ended.Add(new EndedBackup(backup, $"the policy \"{policy.Name}\" keeps {rule}"));
            }
        }

        return ended;
    }
}
