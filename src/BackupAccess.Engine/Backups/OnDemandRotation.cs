using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>Holds an account's on-demand backups to their maximum, and has the settings' rules end those that are over.</summary>
internal static class OnDemandRotation
{
    /// <summary>
    /// Refuses one more on-demand backup where more than the maximum would be left once the rules have ended what they do.
    /// Under a clock that can't be believed they end nothing.
    /// </summary>
    /// <exception cref="ConflictException">There would be too many.</exception>
    public static void RequireRoom(StateConnection db, EngineServices services, AccountRow account)
    {
        OnDemandRules rules = OnDemandRules.Of(db, account);
        IReadOnlyList<BackupRow> present = BackupStore.OnDemandOf(db, account.Guid);
        int ended = ClockGuard.IsTrusted(db, services) ? rules.Ended(present, services.Time.Now(), ahead: 1).Count : 0;
        if (present.Count - ended >= rules.Maximum)
        {
            throw new ConflictException("QuotaExceeded", $"\"{account.Path}\" has its maximum of {rules.Maximum} on-demand backups.");
        }
    }

    /// <summary>Deletes what the rules have ended, each with its audit event; for the holder of the account's lease.</summary>
    public static async Task EndAsync(AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<EndedBackup> ended = Read(account, context.Services);
        if (ended.Count > 0)
        {
            await BackupRemoval.RemoveAllAsync(ended, account, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<EndedBackup> Read(AccountRow account, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        return OnDemandRules.Of(db, account).Ended(BackupStore.OnDemandOf(db, account.Guid), ClockGuard.TrustedTime(db, services), ahead: 0);
    }
}
