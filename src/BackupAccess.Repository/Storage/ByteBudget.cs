namespace BackupAccess.Repository.Storage;

/// <summary>A bucket that fills with so many bytes a second and holds one second's; calls are served in the order that they come.</summary>
internal sealed class ByteBudget
{
    private readonly long _bytesPerSecond;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _gate = new();

    // Seconds since the start until which the bucket's bytes are spoken for.
    private double _spentUntil = -1;

    public ByteBudget(long bytesPerSecond, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        _bytesPerSecond = bytesPerSecond;
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Waits until the bytes may go. Cancelled, they are given back.</summary>
    public async Task SpendAsync(int bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double cost = (double)bytes / _bytesPerSecond;
        TimeSpan wait = Reserve(cost);
        try
        {
            // Timers count milliseconds: rounded up, a limit is never passed by the rounding.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                _spentUntil -= cost;
            }

            throw;
        }
    }

    private TimeSpan Reserve(double cost)
    {
        lock (_gate)
        {
            double now = _time.GetElapsedTime(_start).TotalSeconds;
            _spentUntil = Math.Max(_spentUntil, now - 1) + cost;
            return TimeSpan.FromSeconds(Math.Max(0, _spentUntil - now));
        }
    }
}
