using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Locks;

/// <summary>
/// A lock held on a repository, as restic holds one: made anew every five minutes until it is disposed, which removes it.
/// </summary>
public sealed class RepositoryLock : IAsyncDisposable
{
    private static readonly TimeSpan s_refreshInterval = TimeSpan.FromMinutes(5);

    /// <summary>Given up this long before others take the lock for stale, so that clocks may differ a little.</summary>
    private static readonly TimeSpan s_refreshLimit = LockFolder.StaleAge - (1.5 * s_refreshInterval);

    private readonly LockFolder _folder;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration _hangup;
    private readonly Task _refreshing;
    private ObjectId _id;
    private DateTimeOffset _refreshed;

    private RepositoryLock(LockFolder folder, LockMode mode, ObjectId id, TimeProvider time)
    {
        _folder = folder;
        _time = time;
        _id = id;
        _refreshed = time.GetUtcNow();
        Mode = mode;
        Lost = _lost.Token;

        // restic sends a lock's process this signal to learn whether it lives; by default it would end it.
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        _refreshing = RefreshUntilStoppedAsync();
    }

    public LockMode Mode { get; }

    /// <summary>
    /// Cancelled when the lock was removed by another, or couldn't be made anew for so long that others may take it for
    /// stale. Whoever holds it stops writing then.
    /// </summary>
    public CancellationToken Lost { get; }

    /// <summary>Releases the lock; again, does nothing.</summary>
    /// <exception cref="Storage.StorageException">The lock couldn't be removed; others take it for stale in time.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _refreshing.ConfigureAwait(false);
        _hangup.Dispose();
        _stopping.Dispose();
        await _folder.RemoveAsync(_id, CancellationToken.None).ConfigureAwait(false);
        _lost.Dispose();
    }

    /// <exception cref="RepositoryLockedException">Another client's lock is in the way.</exception>
    internal static async Task<RepositoryLock> AcquireAsync(RepositoryContext context, LockMode mode, CancellationToken cancellationToken)
    {
        LockFolder folder = new(context);
        await folder.ThrowIfLockedAsync(mode, own: null, cancellationToken).ConfigureAwait(false);
        ObjectId id = await folder.AddAsync(mode, cancellationToken).ConfigureAwait(false);

        // Two clients may both have seen nothing; after writing, at least one of them sees the other.
        bool isHeld = false;
        try
        {
            await folder.ThrowIfLockedAsync(mode, own: id, cancellationToken).ConfigureAwait(false);
            isHeld = true;
        }
        finally
        {
            if (!isHeld)
            {
                await folder.RemoveAsync(id, CancellationToken.None).ConfigureAwait(false);
            }
        }

        return new RepositoryLock(folder, mode, id, context.Options.TimeProvider);
    }

    private async Task RefreshUntilStoppedAsync()
    {
        using PeriodicTimer timer = new(s_refreshInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                if (!await TryRefreshAsync().ConfigureAwait(false))
                {
                    await _lost.CancelAsync().ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped by disposing.
        }
    }

    /// <returns>False when the lock is lost; a failing storage alone loses it only after a while.</returns>
    private async Task<bool> TryRefreshAsync()
    {
        try
        {
            return await RefreshAsync().ConfigureAwait(false);
        }
        catch (RepositoryException)
        {
            return _time.GetUtcNow() - _refreshed < s_refreshLimit;
        }
    }

    /// <summary>Writes a new lock and removes the old, which must be there before and after: else another took it away.</summary>
    private async Task<bool> RefreshAsync()
    {
        if (!await _folder.ExistsAsync(_id, CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        ObjectId replacement = await _folder.AddAsync(Mode, CancellationToken.None).ConfigureAwait(false);
        ObjectId former = replacement;
        try
        {
            if (!await _folder.ExistsAsync(_id, CancellationToken.None).ConfigureAwait(false))
            {
                return false;
            }

            (former, _id) = (_id, replacement);
            _refreshed = _time.GetUtcNow();
        }
        finally
        {
            await _folder.RemoveAsync(former, CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }
}
