using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>Removes snapshots that this state has asked for. One that it hasn't written down is never touched, whatever its name.</summary>
internal static class SnapshotRemoval
{
    /// <summary>What the audit log calls the removal of a volume's snapshot.</summary>
    public const string Operation = "removeVolumeSnapshot";

    private static readonly TimeSpan s_settled = TimeSpan.FromHours(1);

    /// <summary>Whether a snapshot that was asked for and isn't there won't come any more.</summary>
    public static bool IsSettled(EngineServices services, VolumeSnapshotRow row) => services.Time.Now() - row.AskedAt > (long)s_settled.TotalMicroseconds;

    /// <param name="services">Whose state.</param>
    /// <param name="row">The snapshot as it was written down.</param>
    /// <param name="isSettled">Whether it is there by now or won't be; else the controller may still be making it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What failed; null for nothing. Then it is written down still, for the next attempt.</returns>
    public static async Task<string?> TryRemoveAsync(EngineServices services, VolumeSnapshotRow row, bool isSettled, CancellationToken cancellationToken)
    {
        string failure;
        try
        {
            bool wasThere = await RemoveAsync(services, row, cancellationToken).ConfigureAwait(false);
            if (wasThere || isSettled)
            {
                Change(services, db => Forget(db, services, row, wasThere));
            }

            return null;
        }
        catch (Exception e) when (e is ControllerException or EngineException)
        {
            failure = e.Message;
        }
        catch (OperationCanceledException)
        {
            failure = "There was no more time for it.";
        }

        string told = $"The volume snapshot \"{row.Name}\" couldn't be removed: {failure}";
        if (row.Attempts == 0)
        {
            Change(services, db => AuditLog.Append(db, services.Time.Now(), Session.OfEngine(services.Time.GetUtcNow()), Operation, row.Subject, AuditOutcome.Failed, failure));
        }

        return told;
    }

    private static async Task<bool> RemoveAsync(EngineServices services, VolumeSnapshotRow row, CancellationToken cancellationToken)
    {
        using ControllerClient client = ControllerClient.Open(Controller(services, row.Controller), services);
        OntapApi api = new(client);
        Guid volume = Guid.Parse(row.Volume);
        IReadOnlyList<OntapSnapshot> found = await api.ListSnapshotsAsync(volume, row.Name, cancellationToken).ConfigureAwait(false);
        foreach (OntapSnapshot snapshot in found)
        {
            await DeleteAsync(api, volume, snapshot, cancellationToken).ConfigureAwait(false);
        }

        return found.Count > 0;
    }

    private static async Task DeleteAsync(OntapApi api, Guid volume, OntapSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteSnapshotAsync(volume, snapshot.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (ControllerException e) when (e.Problem == ControllerProblem.NotFound)
        {
            // Another process was faster.
        }
    }

    private static void Forget(StateTransaction db, EngineServices services, VolumeSnapshotRow row, bool wasThere)
    {
        VolumeSnapshotStore.Delete(db, row.Name);
        if (wasThere)
        {
            AuditLog.Append(db, services.Time.Now(), Session.OfEngine(services.Time.GetUtcNow()), Operation, row.Subject, AuditOutcome.Succeeded, reason: null);
        }
    }

    private static StorageControllerRow Controller(EngineServices services, string name)
    {
        using StateConnection db = services.Database.Connect();
        return StorageControllerStore.Find(db, name) ?? throw new NotFoundException(StorageControllerLookup.Kind, name);
    }

    private static void Change(EngineServices services, Action<StateTransaction> change)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        change(transaction);
        transaction.Commit();
    }
}
