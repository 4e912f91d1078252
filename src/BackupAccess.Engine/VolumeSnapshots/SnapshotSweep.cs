using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>
/// Removes, beside the work of whichever process comes next, the snapshots that backups have left: of a worker that was
/// killed, of a controller that couldn't be reached, of a connector that is gone. What fails is tried again later.
/// </summary>
internal sealed class SnapshotSweep : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _sweeping = Task.CompletedTask;
    private int _isDisposed;

    /// <summary>Begins to remove what is due, unless that goes on already.</summary>
    public void Begin(EngineServices services)
    {
        lock (_lock)
        {
            if (_isDisposed != 0 || !_sweeping.IsCompleted)
            {
                return;
            }

            using StateConnection db = services.Database.Connect();
            if (VolumeSnapshotStore.AnyDue(db, services.Time.Now()))
            {
                _sweeping = Task.Run(() => SweepAsync(services, _stop.Token));
            }
        }
    }

    /// <summary>Waits a while for what is being removed; the rest is left for later.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            {
                return;
            }
        }

        _stop.CancelAfter(s_patience);
        try
        {
            await _sweeping.ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // What wasn't removed stays written down, for whoever comes next.
        }
        finally
        {
            _stop.Dispose();
        }
    }

    private static async Task SweepAsync(EngineServices services, CancellationToken cancellationToken)
    {
        long now = services.Time.Now();
        IReadOnlyList<VolumeSnapshotRow> due;
        using (StateTransaction transaction = services.Database.BeginImmediate())
        {
            due = VolumeSnapshotStore.Claim(transaction, now, now + (long)s_pause.TotalMicroseconds);
            transaction.Commit();
        }

        foreach (VolumeSnapshotRow row in due)
        {
            await SnapshotRemoval.TryRemoveAsync(services, row, SnapshotRemoval.IsSettled(services, row), cancellationToken).ConfigureAwait(false);
        }
    }
}
