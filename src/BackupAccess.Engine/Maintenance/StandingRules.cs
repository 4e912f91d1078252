using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Maintenance;

/// <summary>
/// Which of an account's backups end whatever else is asked to be kept: an orphan's by their age, a live account's on-demand ones by the settings, its scheduled ones by
/// the policies of their configurations.
/// </summary>
internal static class StandingRules
{
    /// <param name="db">The state.</param>
    /// <param name="account">Whose backups.</param>
    /// <param name="backups">Those that are looked at, newest first.</param>
    /// <param name="now">The time by which backups age and locks end.</param>
    public static IReadOnlyList<EndedBackup> Ended(StateConnection db, AccountRow account, IReadOnlyList<BackupRow> backups, long now)
    {
        if (!account.IsOrphan)
        {
            return
            [
                .. OnDemandRules.Of(db, account).Ended(backups.Where(backup => backup.Kind == nameof(BackupKind.OnDemand)), now, ahead: 0),
                .. ConfigurationRotation.Ended(db, backups, now),
            ];
        }

        int days = KnownSettings.OrphanTtlDays.Read(db);
        return [.. backups
            .Where(backup => !backup.IsLocked(now) && backup.IsOlderThan(days, now))
            .Select(backup => new EndedBackup(backup, $"{KnownSettings.OrphanTtlDays.Name} is {days}"))];
    }
}
