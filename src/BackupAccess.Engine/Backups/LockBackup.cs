using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Backups;

/// <summary>Takes a backup out of rotation, until a time or until it is unlocked.</summary>
public sealed record LockBackup(BackupReference Backup, string? Reason, DateTimeOffset? Until) : IOperation<Backup>;

internal sealed class LockBackupHandler : ChangeHandler<LockBackup, BackupSubject, Backup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override void Validate(LockBackup request) => Names.RequireReason(request.Reason);

    public override BackupSubject Resolve(LockBackup request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override string? ReasonOf(LockBackup request) => request.Reason;

    public override Backup Handle(LockBackup request, BackupSubject subject, OperationContext context)
    {
        UserRules.RequireFuture(context, request.Until);
        if (subject.Backup.HasLock(context.TrustedNow))
        {
            throw new ConflictException("LockedBackup", $"The backup \"{subject.Id}\" of \"{subject.Name}\" is locked already, by \"{subject.Backup.LockedBy}\".");
        }

        BackupLookup.RequireStaying(subject);
        BackupRow locked = subject.Backup with
        {
            LockedBy = context.Policy.Name,
            LockedById = context.Policy.UserId == Guid.Empty ? null : context.Policy.UserId.ToString(),
            LockedAt = context.Now,
            LockReason = request.Reason,
            LockedUntil = OwnerLocks.EndOf(request.Until, subject, Number, context),
        };
        BackupStore.SetLock(context.Db, locked);
        return locked.Show(subject.Account, context.TrustedNow);
    }
}
