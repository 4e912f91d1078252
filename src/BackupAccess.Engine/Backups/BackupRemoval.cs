using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Takes a backup's snapshot out of its repository, for the holder of the account's lease. One transaction looks at the lock
/// and marks the backup, so that nobody locks it from then on; the snapshot goes while nobody waits for the state; a second
/// transaction writes down the end. What a crash or a failure leaves in between is a marked backup, which another attempt
/// finishes; retention and a rebuilt catalogue find its snapshot still there and take the mark away, or the catalogue drops it.
/// </summary>
internal static class BackupRemoval
{
    /// <summary>Deletes a backup. A snapshot that another backup stands under too stays.</summary>
    /// <param name="repository">Its repository, under a lock.</param>
    /// <param name="context">The work, with its lease.</param>
    /// <param name="subject">The backup.</param>
    /// <param name="tell">Writes down more in the transaction of the end.</param>
    /// <param name="cancellationToken">Stops before the end.</param>
    /// <exception cref="ConflictException">The backup is locked, or the clock can't be believed.</exception>
    public static async Task RemoveAsync(
        ResticRepository repository, WorkContext context, BackupSubject subject, Action<StateConnection> tell, CancellationToken cancellationToken)
    {
        BackupRow marked = Mark(context, subject);
        await RemoveSnapshotAsync(repository, context.Services, marked, cancellationToken).ConfigureAwait(false);
        using StateTransaction transaction = context.Services.Database.BeginImmediate();
        context.Lease!.RequireHeld(transaction);
        BackupStore.Delete(transaction, marked.Guid);
        BackupStore.NoteDeletion(transaction, marked.AccountId, context.Services.Time.Now());
        tell(transaction);
        transaction.Commit();
    }

    /// <summary>Deletes what a rule has ended, each with its audit event.</summary>
    public static Task RemoveAllAsync(IReadOnlyList<EndedBackup> ended, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.Lease!.RunAsync(
            stop => AccountRepository.UseLockedAsync(
                account,
                () => AccountRepository.OpenAsync(context.Services, account, stop),
                LockMode.Shared,
                (repository, token) => RemoveEachAsync(repository, ended, account, context, token),
                stop),
            cancellationToken);

    /// <summary>Looks at the lock, and has nobody place one until the mark goes.</summary>
    /// <returns>The backup as it is now.</returns>
    /// <exception cref="NotFoundException">The backup is gone.</exception>
    /// <exception cref="ConflictException">The backup is locked, the clock can't be believed, or the lease was lost.</exception>
    public static BackupRow Mark(WorkContext context, BackupSubject subject)
    {
        EngineServices services = context.Services;
        using StateTransaction transaction = services.Database.BeginImmediate();
        context.Lease!.RequireHeld(transaction);
        if (BackupStore.Find(transaction, subject.Backup.Guid) is not { } current)
        {
            throw new NotFoundException("backup", subject.Id);
        }

        RequireUnlocked(transaction, services, subject with { Backup = current });
        ClockGuard.RequireTrusted(transaction, services);
        BackupRow marked = current with { RemovingAt = services.Time.Now() };
        BackupStore.SetRemoving(transaction, marked);
        transaction.Commit();
        return marked;
    }

    /// <summary>Removes a marked backup's snapshot. A storage that refuses has removed nothing, and the mark goes again.</summary>
    public static async Task RemoveSnapshotAsync(ResticRepository repository, EngineServices services, BackupRow marked, CancellationToken cancellationToken)
    {
        try
        {
            if (!IsShared(services, marked))
            {
                await repository.RemoveSnapshotAsync(ObjectId.Parse(marked.Snapshot), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (StorageException e) when (e is StorageReadOnlyException or StorageDeniedException)
        {
            Unmark(services, marked);
            throw;
        }
    }

    /// <summary>Says that a backup's snapshot stays after all.</summary>
    public static void Unmark(EngineServices services, BackupRow backup)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        BackupStore.SetRemoving(transaction, backup with { RemovingAt = null });
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

    private static async Task<bool> RemoveEachAsync(
        ResticRepository repository, IReadOnlyList<EndedBackup> ended, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        foreach (EndedBackup one in ended)
        {
            BackupSubject subject = new(one.Backup, account);
            await RemoveAsync(repository, context, subject, db => context.Record(db, subject, one.Reason), cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static bool IsShared(EngineServices services, BackupRow backup)
    {
        using StateConnection db = services.Database.Connect();
        return BackupStore.NamesOther(db, backup);
    }
}
