using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>What holds for an account's on-demand backups, apart from all others.</summary>
/// <param name="Maximum">How many there may be: the account's own number, else the setting's.</param>
/// <param name="Retain">How many stay when another is taken, locked ones not counted; 0 for all.</param>
/// <param name="TtlDays">After how many days each goes; 0 for never.</param>
internal sealed record OnDemandRules(int Maximum, int Retain, int TtlDays)
{
    public static OnDemandRules Of(StateConnection db, AccountRow account) => new(
        (int?)account.MaxOnDemand ?? KnownSettings.OnDemandMaximum.Read(db),
        KnownSettings.OnDemandRetain.Read(db),
        KnownSettings.OnDemandTtlDays.Read(db));

    /// <summary>
    /// The on-demand backups that go, and by which rule: never a locked one, and the newest whole one only by its age.
    /// </summary>
    /// <param name="newestFirst">All that the account has.</param>
    /// <param name="now">The time by which they age and locks end.</param>
    /// <param name="ahead">How many newer ones there are about to be, taken for whole.</param>
    public IReadOnlyList<EndedBackup> Ended(IEnumerable<BackupRow> newestFirst, long now, int ahead)
    {
        List<EndedBackup> ended = [];
        int counted = ahead;
        bool hasWhole = ahead > 0;
        foreach (BackupRow backup in newestFirst)
        {
            bool isNewestWhole = !hasWhole && backup.ProblemCount == 0;
            hasWhole |= isNewestWhole;
            if (backup.IsLocked(now))
            {
                continue;
            }

            if (backup.IsOlderThan(TtlDays, now))
            {
                ended.Add(new EndedBackup(backup, $"{KnownSettings.OnDemandTtlDays.Name} is {TtlDays}"));
            }
            else if (++counted > Retain && Retain > 0 && !isNewestWhole)
            {
                ended.Add(new EndedBackup(backup, $"{KnownSettings.OnDemandRetain.Name} is {Retain}"));
            }
        }

        return ended;
    }
}
