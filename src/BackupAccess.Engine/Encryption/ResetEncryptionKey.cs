using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// Has the key that an account's owner keeps be deleted, and with it every backup: after a delay within which it can be
/// cancelled, or at once where there is none. Asked for again when it is due, it is done.
/// </summary>
public sealed record ResetEncryptionKey(AccountReference Account) : IOperation<Account>;

internal sealed class ResetEncryptionKeyHandler : WorkHandler<ResetEncryptionKey, AccountRow, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override bool DestroysBackups => true;

    public override bool ChangesState => true;

    public override string? ToldOf(Account result) => result.EncryptionResetAt is { } due ? $"takes effect at {due.ToUniversalTime():u}" : KeyReset.Done;

    public override AccountRow Resolve(ResetEncryptionKey request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override void RequirePossible(ResetEncryptionKey request, AccountRow account, OperationContext context)
    {
        RequireResettable(context.Db, context.Services, account);
        ClockGuard.RequireTrusted(context.Db, context.Services);
    }

    public override Task PrepareAsync(ResetEncryptionKey request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "reset encryption key", cancellationToken);

    public override async Task<Func<StateConnection, Account>> WorkAsync(ResetEncryptionKey request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        EngineServices services = context.Services;
        ResetRow? asked = Find(account, services);
        ResetRow reset = asked ?? Ask(account, context);
        if (!IsDue(reset, services))
        {
            return db => AccountLookup.Show(AccountStore.Find(db, account.Guid)!);
        }

        KeyReset run = new(services, account, context.Lease!, new KeySteps(account, context.Progress));
        bool isDone = false;
        try
        {
            await context.Lease!.RunAsync(
                async stop =>
                {
                    await run.DeleteAsync(stop).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            isDone = true;
        }
        finally
        {
            if (!isDone && asked is null)
            {
                Forget(account, services);
            }
        }

        context.Afterwards = run.RemoveRepositoriesAsync;
        return db =>
        {
            run.Complete(db, backup => context.Record(db, backup, KeyReset.BackupReason));
            return AccountLookup.Show(AccountStore.Find(db, account.Guid)!);
        };
    }

    private static ResetRow? Find(AccountRow account, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        return ResetStore.Find(db, account);
    }

    private static ResetRow Ask(AccountRow account, WorkContext context)
    {
        EngineServices services = context.Services;
        using StateTransaction transaction = services.Database.BeginImmediate();
        context.Lease!.RequireHeld(transaction);
        RequireResettable(transaction, services, account);

        // By a clock that is doubted it would be due as soon as that is confirmed.
        ClockGuard.RequireTrusted(transaction, services);
        long now = services.Time.Now();
        ResetRow reset = new(account.Id, context.Principal, now, EncryptionSettings.ResetAt(transaction, now), Begun: 0);
        ResetStore.Insert(transaction, reset);
        transaction.Commit();
        return reset;
    }

    private static bool IsDue(ResetRow reset, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        return reset.DueAt <= ClockGuard.TrustedTime(db, services);
    }

    /// <summary>What was to be done at once and failed before it began was never asked for.</summary>
    private static void Forget(AccountRow account, EngineServices services)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        if (ResetStore.Find(transaction, account) is { IsBegun: false })
        {
            ResetStore.Delete(transaction, account);
            transaction.Commit();
        }
    }

    /// <exception cref="ConflictException">The engine keeps the key, there is none, or a backup is locked.</exception>
    private static void RequireResettable(StateConnection db, EngineServices services, AccountRow account)
    {
        AccountKey key = AccountKey.Of(db, account);
        if (!key.IsRemote)
        {
            throw new ConflictException("Conflict", $"The encryption key of \"{account.Path}\" is kept by the engine, and only its owner's is reset.");
        }

        if (key.Repositories == 0)
        {
            throw AccountKey.Reset(account);
        }

        if (key.ResetBegun == 0)
        {
            KeyReset.RequireUnlocked(db, services, account);
        }
    }
}
