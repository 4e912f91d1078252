using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Takes a backup out of its repository and out of the catalogue. The state is held meanwhile, so that nobody locks it
/// between the look at its lock and its end. A crash in between leaves a row whose snapshot is gone, which a second
/// attempt or a rebuilt catalogue takes away. A snapshot that another backup stands under too stays.
/// </summary>
internal static class BackupRemoval
{
    /// <param name="repository">Its repository, under a lock.</param>
    /// <param name="services">Whose state.</param>
    /// <param name="subject">The backup.</param>
    /// <param name="tell">Writes down more in the same transaction.</param>
    /// <param name="cancellationToken">Stops before the end.</param>
    /// <exception cref="ConflictException">The backup is locked, or the clock can't be believed.</exception>
    public static async Task RemoveAsync(
        ResticRepository repository, EngineServices services, BackupSubject subject, Action<StateConnection> tell, CancellationToken cancellationToken)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        if (BackupStore.Find(transaction, subject.Backup.Guid) is not { } current)
        {
            throw new NotFoundException("backup", subject.Id);
        }

        RequireUnlocked(transaction, services, subject with { Backup = current });
        ClockGuard.RequireTrusted(transaction, services);
        BackupStore.Delete(transaction, current.Guid);
        if (!BackupStore.Names(transaction, current.AccountId, current.Snapshot))
        {
            await repository.RemoveSnapshotAsync(ObjectId.Parse(current.Snapshot), cancellationToken).ConfigureAwait(false);
        }

        tell(transaction);
        transaction.Commit();
    }

    /// <exception cref="ConflictException">The backup is locked.</exception>
    public static void RequireUnlocked(StateConnection db, EngineServices services, BackupSubject subject)
    {
        long now = ClockGuard.TrustedTime(db, services);
        if (subject.Backup.IsLocked(now))
        {
            throw new ConflictException("LockedBackup", $"The backup \"{subject.Id}\" of \"{subject.Name}\" is locked, by \"{subject.Backup.HolderAt(now)}\".");
        }
    }
}
