using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Returns a backup to rotation, save from a legal hold.</summary>
public sealed record UnlockBackup(BackupReference Backup) : IOperation<Backup>;

internal sealed class UnlockBackupHandler : ChangeHandler<UnlockBackup, LockSubject, Backup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override LockSubject Resolve(UnlockBackup request, OperationContext context)
    {
        BackupSubject subject = BackupLookup.Find(context, request.Backup);
        bool own = !subject.Backup.HasLock(context.TrustedNow)
            || (subject.Backup.LockedById is { } holder && Guid.Parse(holder) == context.Policy.UserId);
        return new LockSubject(subject, own ? LockHolder.Caller : LockHolder.SomebodyElse);
    }

    public override Backup Handle(UnlockBackup request, LockSubject subject, OperationContext context)
    {
        if (!subject.Of.Backup.HasLock(context.TrustedNow))
        {
            throw subject.Of.Backup.HasHold(context.TrustedNow) ? BackupHold.Standing(subject.Of) : new ConflictException("Conflict", $"The backup \"{subject.Id}\" of \"{subject.Name}\" is not locked.");
        }

        BackupRow unlocked = subject.Of.Backup with { LockedBy = null, LockedById = null, LockedAt = null, LockReason = null, LockedUntil = null };
        BackupStore.SetLock(context.Db, unlocked);
        return unlocked.Show(subject.Of.Account, context.TrustedNow);
    }
}
