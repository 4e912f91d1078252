using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Lifts a backup's legal hold. A lock beside it stays.</summary>
public sealed record ReleaseHold(BackupReference Backup) : IOperation<Backup>;

internal sealed class ReleaseHoldHandler : ChangeHandler<ReleaseHold, BackupSubject, Backup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override BackupSubject Resolve(ReleaseHold request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override Backup Handle(ReleaseHold request, BackupSubject subject, OperationContext context)
    {
        if (!subject.Backup.HasHold(context.TrustedNow))
        {
            throw new ConflictException("Conflict", $"The backup \"{subject.Id}\" of \"{subject.Name}\" is under no legal hold.");
        }

        BackupRow released = subject.Backup with { HeldBy = null, HeldById = null, HeldAt = null, HoldReason = null, HeldUntil = null };
        BackupStore.SetHold(context.Db, released);
        return released.Show(subject.Account, context.TrustedNow);
    }
}
