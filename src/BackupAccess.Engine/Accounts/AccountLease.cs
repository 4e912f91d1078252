using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>
/// The right to work on an account, for one process at a time. Nobody's clock is compared with another's: the holder counts
/// <see cref="Validity"/> by its own from before the renewal that last succeeded, and stops its work when that is over; who
/// waits takes the lease from a holder that hasn't renewed it for <see cref="Term"/> by the waiting one's own clock. Between
/// the two lie five seconds for the work to end. Renewals come every five seconds, so two may fail.
/// <para>
/// A lease that ended by the wall clock more than <see cref="Skew"/> ago is taken at once; machines on one state differ by
/// less. Clocks that stand while a machine sleeps notice nothing: what such a holder writes down at the end is refused
/// (<see cref="RequireHeld"/>), and its next renewal, at most five seconds after it wakes, stops it.
/// </para>
/// </summary>
internal sealed class AccountLease : IAsyncDisposable
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);

    private readonly EngineServices _services;
    private readonly AccountRow _account;
    private readonly string _holder;
    private readonly CancellationTokenSource _lost = new();
    private readonly ITimer _expiry;
    private readonly ITimer _renewal;
    private int _isRenewing;

    private AccountLease(EngineServices services, AccountRow account, string holder, TimeSpan left)
    {
        (_services, _account, _holder) = (services, account, holder);
        _expiry = services.Time.CreateTimer(_ => _lost.Cancel(), state: null, left, Timeout.InfiniteTimeSpan);
        _renewal = services.Time.CreateTimer(_ => Renew(), state: null, s_renewal, s_renewal);
    }

    /// <summary>How long a holder counts on a lease.</summary>
    public static TimeSpan Validity { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a holder must have been silent for another to take the lease.</summary>
    public static TimeSpan Term { get; } = TimeSpan.FromSeconds(20);

    /// <summary>By how much the wall clocks of machines may differ.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Waits for the account to be free.</summary>
    /// <param name="services">Whose state, and how long to wait.</param>
    /// <param name="account">The account.</param>
    /// <param name="work">What is to be done, for those who wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConflictException">Another process kept it for too long.</exception>
    public static async Task<AccountLease> TakeAsync(EngineServices services, AccountRow account, string work, CancellationToken cancellationToken)
    {
        string holder = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7(services.Time.GetUtcNow())}");
        LeaseWatch watch = new(services.Time, Term);
        long started = services.Time.GetTimestamp();
        for (long asked = started; ; asked = services.Time.GetTimestamp())
        {
            LeaseRow? other = TryTake(services, account, holder, work, watch.Silent);
            if (other is null)
            {
                return new AccountLease(services, account, holder, Left(services, asked));
            }

            watch.See(other);
            if (services.Time.GetElapsedTime(started) > services.Patience)
            {
                throw new ConflictException("Conflict", $"Another process is busy with \"{account.Path}\" ({other.Work} by {other.Holder}).");
            }

            await Task.Delay(s_poll, services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the work that the lease was taken for; it is stopped when the lease is lost.</summary>
    /// <exception cref="ConflictException">The lease was lost.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lost.Token);
        try
        {
            return await work(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (_lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Lost(e);
        }
    }

    /// <summary>Sees in a transaction that the lease is still this holder's, so that what is written in it is no former holder's.</summary>
    /// <exception cref="ConflictException">Another has it, or had it meanwhile.</exception>
    public void RequireHeld(StateConnection db)
    {
        if (LeaseRow.Find(db, _account)?.Holder != _holder)
        {
            throw Lost(inner: null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync().ConfigureAwait(false);
        await _expiry.DisposeAsync().ConfigureAwait(false);
        _lost.Dispose();
        using StateTransaction transaction = _services.Database.BeginImmediate();
        transaction.Execute("DELETE FROM account_lease WHERE account_id = @Id AND holder = @_holder", new { _account.Id, _holder });
        transaction.Commit();
    }

    private void Renew()
    {
        if (Interlocked.Exchange(ref _isRenewing, 1) != 0)
        {
            return;
        }

        try
        {
            long asked = _services.Time.GetTimestamp();
            TimeSpan left = TryRenew() ? Left(_services, asked) : TimeSpan.Zero;
            _expiry.Change(left, Timeout.InfiniteTimeSpan);
        }
        catch (EngineException)
        {
            // The state is out of reach: the lease ends when its time is over, unless a later renewal succeeds before.
        }
        finally
        {
            Volatile.Write(ref _isRenewing, 0);
        }
    }

    private static TimeSpan Left(EngineServices services, long asked)
    {
        TimeSpan left = Validity - services.Time.GetElapsedTime(asked);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <returns>False when the lease is another's, or was: a row that is gone was taken and given back.</returns>
    private bool TryRenew()
    {
        using StateTransaction transaction = _services.Database.BeginImmediate();
        int renewed = transaction.Execute(
            "UPDATE account_lease SET expires_at = @expires, renewals = renewals + 1 WHERE account_id = @Id AND holder = @_holder",
            new { _account.Id, _holder, expires = _services.Time.Now() + (long)Term.TotalMicroseconds });
        transaction.Commit();
        return renewed > 0;
    }

    /// <returns>Null when the lease was taken; else who has it.</returns>
    private static LeaseRow? TryTake(EngineServices services, AccountRow account, string holder, string work, LeaseRow? silent)
    {
        long now = services.Time.Now();
        using StateTransaction transaction = services.Database.BeginImmediate();
        LeaseRow? other = LeaseRow.Find(transaction, account);
        if (other is not null && other != silent && now < other.ExpiresAt + (long)Skew.TotalMicroseconds)
        {
            return other;
        }

        transaction.Execute(
            """
            INSERT INTO account_lease (account_id, holder, work, expires_at, renewals) VALUES (@Id, @holder, @work, @expires, 0)
            ON CONFLICT (account_id) DO UPDATE SET holder = excluded.holder, work = excluded.work, expires_at = excluded.expires_at, renewals = 0
            """,
            new { account.Id, holder, work, expires = now + (long)Term.TotalMicroseconds });
        transaction.Commit();
        return null;
    }

    private ConflictException Lost(Exception? inner) => new("Conflict", $"The right to work on \"{_account.Path}\" was lost to another process.", inner);
}
