using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// Does the resets whose time has come, as the engine: with whatever is asked of it next. One that can't be done is told of
/// once and tried again after a while; one whose account is worked on waits for the next passage.
/// </summary>
internal static class DueResets
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(10);

    public static void Run(EngineServices services)
    {
        foreach (AccountRow account in Due(services))
        {
            try
            {
                RunAsync(services, account).GetAwaiter().GetResult();
            }
            catch (EngineException e)
            {
                Note(services, account, e.Message);
            }
        }
    }

    private static AccountRow[] Due(EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        IReadOnlyList<ResetRow> due = ResetStore.Due(db, services.Time.Now());
        return due.Count > 0 && ClockGuard.IsTrusted(db, services) ? [.. due.Select(reset => AccountStore.Find(db, Guid.Parse(reset.AccountId))!)] : [];
    }

    private static async Task RunAsync(EngineServices services, AccountRow account)
    {
        AccountLease? lease = await TryTakeAsync(services, account).ConfigureAwait(false);
        if (lease is null)
        {
            return;
        }

        await using (lease.ConfigureAwait(false))
        {
            KeyReset reset = new(services, account, lease, new KeySteps(account, progress: null));
            await lease.RunAsync(
                async stop =>
                {
                    await reset.DeleteAsync(stop).ConfigureAwait(false);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
            Complete(services, account, reset);
            await reset.RemoveRepositoriesAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<AccountLease?> TryTakeAsync(EngineServices services, AccountRow account)
    {
        try
        {
            return await AccountLease.TakeAsync(services with { Patience = TimeSpan.FromTicks(-1) }, account, "reset encryption key", CancellationToken.None).ConfigureAwait(false);
        }
        catch (ConflictException)
        {
            return null;
        }
    }

    private static void Complete(EngineServices services, AccountRow account, KeyReset reset)
    {
        DateTimeOffset time = services.Time.GetUtcNow();
        Session engine = Session.OfEngine(time);
        using StateTransaction transaction = services.Database.BeginImmediate();
        reset.Complete(transaction, backup => Append(transaction, time, engine, backup, AuditOutcome.Succeeded, KeyReset.BackupReason));
        Append(transaction, time, engine, account, AuditOutcome.Succeeded, KeyReset.Done);
        transaction.Commit();
    }

    private static void Note(EngineServices services, AccountRow account, string failure)
    {
        DateTimeOffset time = services.Time.GetUtcNow();
        using StateTransaction transaction = services.Database.BeginImmediate();
        if (ResetStore.NoteFailure(transaction, account.Id, failure, (time + s_retry).ToMicroseconds()))
        {
            Append(transaction, time, Session.OfEngine(time), account, AuditOutcome.Failed, failure);
        }

        transaction.Commit();
    }

    private static void Append(StateTransaction transaction, DateTimeOffset time, Session engine, ISubject subject, AuditOutcome outcome, string reason) =>
        AuditLog.Append(transaction, time.ToMicroseconds(), engine, "resetEncryptionKey", subject, outcome, reason);
}
