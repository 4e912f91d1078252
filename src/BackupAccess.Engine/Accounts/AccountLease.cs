using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>
/// The right to work on an account, for one process at a time. It is renewed while it is held; a process that dies
/// loses it after <see cref="Term"/>.
/// </summary>
internal sealed class AccountLease : IAsyncDisposable
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);

    private readonly EngineServices _services;
    private readonly AccountRow _account;
    private readonly string _holder;
    private readonly CancellationTokenSource _lost = new();
    private readonly ITimer _renewal;

    private AccountLease(EngineServices services, AccountRow account, string holder, string work)
    {
        (_services, _account, _holder) = (services, account, holder);
        _renewal = services.Time.CreateTimer(_ => Renew(work), state: null, s_renewal, s_renewal);
    }

    public static TimeSpan Term { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Waits for the account to be free.</summary>
    /// <param name="services">Whose state, and how long to wait.</param>
    /// <param name="account">The account.</param>
    /// <param name="work">What is to be done, for those who wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConflictException">Another process kept it for too long.</exception>
    public static async Task<AccountLease> TakeAsync(EngineServices services, AccountRow account, string work, CancellationToken cancellationToken)
    {
        string holder = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7(services.Time.GetUtcNow())}");
        long started = services.Time.GetTimestamp();
        while (!TryTake(services, account, holder, work))
        {
            if (services.Time.GetElapsedTime(started) > services.Patience)
            {
                throw new ConflictException("Conflict", $"Another process is busy with \"{account.Path}\" ({CurrentWork(services, account)}).");
            }

            await Task.Delay(s_poll, services.Time, cancellationToken).ConfigureAwait(false);
        }

        return new AccountLease(services, account, holder, work);
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
            throw new ConflictException("Conflict", $"The right to work on \"{_account.Path}\" was lost to another process.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync().ConfigureAwait(false);
        _lost.Dispose();
        using StateTransaction transaction = _services.Database.BeginImmediate();
        transaction.Execute("DELETE FROM account_lease WHERE account_id = @Id AND holder = @_holder", new { _account.Id, _holder });
        transaction.Commit();
    }

    private void Renew(string work)
    {
        try
        {
            if (!TryTake(_services, _account, _holder, work))
            {
                _lost.Cancel();
            }
        }
        catch (EngineException)
        {
            // The state can't be written: then neither can the lease be kept nor the work's end be written down.
            _lost.Cancel();
        }
    }

    /// <summary>Takes or renews the lease in one statement; it is another's only while that one renews it.</summary>
    private static bool TryTake(EngineServices services, AccountRow account, string holder, string work)
    {
        long now = services.Time.Now();
        using StateTransaction transaction = services.Database.BeginImmediate();
        int taken = transaction.Execute(
            """
            INSERT INTO account_lease (account_id, holder, work, expires_at) VALUES (@Id, @holder, @work, @expires)
            ON CONFLICT (account_id) DO UPDATE SET holder = excluded.holder, work = excluded.work, expires_at = excluded.expires_at
            WHERE account_lease.holder = excluded.holder OR account_lease.expires_at <= @now
            """,
            new { account.Id, holder, work, now, expires = now + (long)Term.TotalMicroseconds });
        transaction.Commit();
        return taken > 0;
    }

    private static string CurrentWork(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return db.QueryFirst<string>("SELECT work || ' by ' || holder FROM account_lease WHERE account_id = @Id", new { account.Id }) ?? "just finished";
    }
}
