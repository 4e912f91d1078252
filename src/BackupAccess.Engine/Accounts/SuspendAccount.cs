using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources;
using BackupAccess.Engine.Sources.LinuxAccounts;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>Keeps an account of this server from signing in and ends what it runs, or lets it in again as it was before.</summary>
public sealed record SuspendAccount(AccountReference Account, bool IsSuspended) : IOperation<Account>;

internal sealed class SuspendAccountHandler : WorkHandler<SuspendAccount, AccountRow, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override bool ChangesState => true;

    public override string? ReasonOf(SuspendAccount request) => request.IsSuspended ? "suspended" : "resumed";

    public override AccountRow Resolve(SuspendAccount request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override void RequirePossible(SuspendAccount request, AccountRow account, OperationContext context) =>
        AccountSuspension.RequireSystemAccount(context.Services, account, "suspended");

    public override Task PrepareAsync(SuspendAccount request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "suspension", cancellationToken);

    public override async Task<Func<StateConnection, Account>> WorkAsync(SuspendAccount request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        AccountSuspension.RequireSystemAccount(context.Services, account, "suspended");
        using StateConnection state = context.Services.Database.Connect();
        Suspension? before = SuspensionStore.Find(state, account);
        try
        {
            Action<StateConnection> complete = request.IsSuspended
                ? await SuspendAsync(account, before, context, cancellationToken).ConfigureAwait(false)
                : await ResumeAsync(account, before, context, cancellationToken).ConfigureAwait(false);
            return db =>
            {
                complete(db);
                return AccountLookup.Show(AccountStore.Find(db, account.Guid)!);
            };
        }
        catch (ItemFailedException e)
        {
            throw new BackupFailedException("DestinationUnavailable", $"\"{account.Path}\" can't be {(request.IsSuspended ? "suspended" : "resumed")}: {e.Message}", e);
        }
    }

    private static async Task<Action<StateConnection>> SuspendAsync(AccountRow account, Suspension? before, WorkContext context, CancellationToken cancellationToken)
    {
        Suspension suspension = await AccountSuspension.SuspendAsync(account, before, cancellationToken).ConfigureAwait(false);
        return db => SuspensionStore.Set(db, account, suspension, context.Services.Time.Now());
    }

    /// <summary>One that isn't suspended stays as it is: its own expiry is none of ours.</summary>
    private static async Task<Action<StateConnection>> ResumeAsync(AccountRow account, Suspension? before, WorkContext context, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            await context.Lease!.RunAsync(async stop =>
            {
                await AccountSuspension.ResumeAsync(account, before, stop).ConfigureAwait(false);
                return true;
            }, cancellationToken).ConfigureAwait(false);
        }

        return db => SuspensionStore.Clear(db, account);
    }
}
