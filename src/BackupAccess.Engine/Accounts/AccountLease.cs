using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>The right to work on an account. Renewals come every five seconds, so two may fail.</summary>
internal sealed class AccountLease : Lease
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);

    private readonly AccountRow _account;

    private AccountLease(EngineServices services, AccountRow account, string holder, long asked)
        : base(services, holder)
    {
        _account = account;
        Start(asked, s_renewal);
    }

    /// <summary>The account's, or null when nobody works on it.</summary>
    public static LeaseRow? Find(StateConnection db, AccountRow account) => db.QueryFirst<LeaseRow>(
        "SELECT holder AS Holder, work AS Work, expires_at AS ExpiresAt, renewals AS Renewals FROM account_lease WHERE account_id = @Id", new { account.Id });

    /// <summary>Waits for the account to be free.</summary>
    /// <param name="services">Whose state, and how long to wait.</param>
    /// <param name="account">The account.</param>
    /// <param name="work">What is to be done, for those who wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConflictException">Another process kept it for too long.</exception>
    public static async Task<AccountLease> TakeAsync(EngineServices services, AccountRow account, string work, CancellationToken cancellationToken)
    {
        string holder = LeaseHolder.New(services.Time);
        LeaseWatch watch = new(services.Time, Term);
        long started = services.Time.GetTimestamp();
        for (long asked = started; ; asked = services.Time.GetTimestamp())
        {
            LeaseRow? other = TryTake(services, account, holder, work, watch.Silent);
            if (other is null)
            {
                return new AccountLease(services, account, holder, asked);
            }

            watch.See(other);
            if (services.Time.GetElapsedTime(started) > services.Patience)
            {
                throw new ConflictException("Conflict", $"Another process is busy with \"{account.Path}\" ({other.Work} by {LeaseHolder.Describe(other.Holder)}).");
            }

            await Task.Delay(s_poll, services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sees in a transaction that the lease is still this holder's, so that what is written in it is no former holder's.</summary>
    /// <exception cref="ConflictException">Another has it, or had it meanwhile.</exception>
    public void RequireHeld(StateConnection db)
    {
        if (Find(db, _account)?.Holder != Holder)
        {
            throw Lost(inner: null);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        using StateTransaction transaction = Services.Database.BeginImmediate();
        transaction.Execute("DELETE FROM account_lease WHERE account_id = @Id AND holder = @Holder", new { _account.Id, Holder });
        transaction.Commit();
    }

    /// <returns>False when the lease is another's, or was: a row that is gone was taken and given back.</returns>
    protected override bool TryRenew()
    {
        using StateTransaction transaction = Services.Database.BeginImmediate();
        int renewed = transaction.Execute(
            "UPDATE account_lease SET expires_at = @ExpiresAt, renewals = renewals + 1 WHERE account_id = @Id AND holder = @Holder",
            new { _account.Id, Holder, ExpiresAt });
        transaction.Commit();
        return renewed > 0;
    }

    protected override ConflictException Lost(Exception? inner) => new("Conflict", $"The right to work on \"{_account.Path}\" was lost to another process.", inner);

    /// <returns>Null when the lease was taken; else who has it.</returns>
    private static LeaseRow? TryTake(EngineServices services, AccountRow account, string holder, string work, LeaseRow? silent)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        LeaseRow? other = Find(transaction, account);
        if (other is not null && other != silent && !other.IsOver(services.Time.Now()))
        {
            return other;
        }

        transaction.Execute(
            """
            INSERT INTO account_lease (account_id, holder, work, expires_at, renewals) VALUES (@Id, @holder, @work, @expires, 0)
            ON CONFLICT (account_id) DO UPDATE SET holder = excluded.holder, work = excluded.work, expires_at = excluded.expires_at, renewals = 0
            """,
            new { account.Id, holder, work, expires = ExpiryOf(services) });
        transaction.Commit();
        return null;
    }
}
