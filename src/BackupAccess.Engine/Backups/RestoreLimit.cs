using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// How many restores of an account may begin within some hours, where the settings limit it. One counts from its beginning
/// on, so that two at once don't both take the last place; one that fails by itself gives its place back, and one that was
/// stopped doesn't. What was cut off and is done again counts once.
/// </summary>
internal static class RestoreLimit
{
    private const long MicrosecondsAnHour = 3_600_000_000L;

    /// <exception cref="ConflictException">The account has been restored as often as is allowed.</exception>
    public static async Task<T> CountAsync<T>(EngineServices services, AccountRow account, Guid restoreId, Func<Task<T>> restore)
    {
        string id = restoreId.ToString();
        Begin(services, account, id);
        try
        {
            return await restore().ConfigureAwait(false);
        }
        catch (EngineException)
        {
            GiveBack(services, id);
            throw;
        }
    }

    /// <inheritdoc cref="CountAsync"/>
    public static void Require(StateConnection db, EngineServices services, AccountRow account) =>
        Require(db, account, ClockGuard.TrustedTime(db, services));

    private static void Begin(EngineServices services, AccountRow account, string id)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        if (transaction.QueryScalar<long>("SELECT count(*) FROM account_restore WHERE id = @id", new { id }) > 0)
        {
            return;
        }

        long now = ClockGuard.TrustedTime(transaction, services);
        Require(transaction, account, now);
        transaction.Execute(
            "DELETE FROM account_restore WHERE account_id = @Id AND begun_at < @since",
            new { account.Id, since = now - (KnownSettings.LongestRestoreWindow * MicrosecondsAnHour) });
        transaction.Execute("INSERT INTO account_restore (id, account_id, begun_at) VALUES (@id, @account, @now)", new { id, account = account.Id, now });
        transaction.Commit();
    }

    private static void GiveBack(EngineServices services, string id)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        transaction.Execute("DELETE FROM account_restore WHERE id = @id", new { id });
        transaction.Commit();
    }

    private static void Require(StateConnection db, AccountRow account, long now)
    {
        int most = KnownSettings.RestoreLimitCount.Read(db);
        if (most == 0)
        {
            return;
        }

        int hours = KnownSettings.RestoreLimitHours.Read(db);
        long window = hours * MicrosecondsAnHour;
        IReadOnlyList<long> begun = db.Query<long>(
            "SELECT begun_at FROM account_restore WHERE account_id = @Id AND begun_at > @since ORDER BY begun_at DESC LIMIT @most",
            new { account.Id, since = now - window, most });
        if (begun.Count == most)
        {
            throw new ConflictException("QuotaExceeded", string.Create(
                CultureInfo.InvariantCulture,
                $"\"{account.Path}\" has been restored {most} times within {hours} hours, which is all that is allowed until {(begun[^1] + window).ToTime():u}."));
        }
    }
}
