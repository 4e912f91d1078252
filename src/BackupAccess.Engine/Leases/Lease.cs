using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Leases;

/// <summary>
/// The right to something, for one process at a time. Nobody's clock is compared with another's: the holder counts
/// <see cref="Validity"/> by its own from before the renewal that last succeeded, and stops its work when that is over; who
/// waits takes the lease from a holder that hasn't renewed it for <see cref="Term"/> by the waiting one's own clock. Between
/// the two lie five seconds for the work to end.
/// <para>
/// A lease that ended by the wall clock more than <see cref="Skew"/> ago is taken at once; machines on one state differ by
/// less. So is one whose holder was a process of this machine that has ended. Clocks that stand while a machine sleeps
/// notice nothing: what such a holder writes down at the end is refused, and its next renewal, a few seconds after it wakes,
/// stops it.
/// </para>
/// </summary>
internal abstract class Lease(EngineServices services, string holder) : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private ITimer? _expiry;
    private ITimer? _renewal;
    private int _isRenewing;

    /// <summary>How long a holder counts on a lease.</summary>
    public static TimeSpan Validity { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a holder must have been silent for another to take the lease.</summary>
    public static TimeSpan Term { get; } = TimeSpan.FromSeconds(20);

    /// <summary>By how much the wall clocks of machines may differ.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromMinutes(5);

    public string Holder { get; } = holder;

    public bool IsLost => _lost.IsCancellationRequested;

    protected EngineServices Services { get; } = services;

    /// <summary>The end of the lease by the wall clock, for a renewal now.</summary>
    protected long ExpiresAt => ExpiryOf(Services);

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

    public virtual async ValueTask DisposeAsync()
    {
        foreach (ITimer timer in new[] { _renewal, _expiry }.OfType<ITimer>())
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        _lost.Dispose();
    }

    protected static long ExpiryOf(EngineServices services) => services.Time.Now() + (long)Term.TotalMicroseconds;

    /// <summary>Begins to count and to renew.</summary>
    /// <param name="asked">The timestamp from before the lease was taken.</param>
    /// <param name="renewal">How often it is renewed.</param>
    protected void Start(long asked, TimeSpan renewal)
    {
        _expiry = Services.Time.CreateTimer(_ => _lost.Cancel(), state: null, Left(asked), Timeout.InfiniteTimeSpan);
        _renewal = Services.Time.CreateTimer(_ => Renew(), state: null, renewal, renewal);
    }

    /// <returns>False when the lease is another's, or was.</returns>
    protected abstract bool TryRenew();

    /// <summary>What is said of a lease that was lost.</summary>
    protected abstract ConflictException Lost(Exception? inner);

    private void Renew()
    {
        if (Interlocked.Exchange(ref _isRenewing, 1) != 0)
        {
            return;
        }

        try
        {
            long asked = Services.Time.GetTimestamp();
            TimeSpan left = TryRenew() ? Left(asked) : TimeSpan.Zero;
            _expiry!.Change(left, Timeout.InfiniteTimeSpan);
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

    private TimeSpan Left(long asked)
    {
        TimeSpan left = Validity - Services.Time.GetElapsedTime(asked);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
