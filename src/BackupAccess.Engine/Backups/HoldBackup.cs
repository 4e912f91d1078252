using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Backups;

/// <summary>Puts a backup under a legal hold, until a time or until it is released. A lock may stand beside it.</summary>
public sealed record HoldBackup(BackupReference Backup, string? Reason, DateTimeOffset? Until) : IOperation<Backup>;

internal sealed class HoldBackupHandler : ChangeHandler<HoldBackup, BackupSubject, Backup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override void Validate(HoldBackup request) => Names.RequireReason(request.Reason);

    public override BackupSubject Resolve(HoldBackup request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override string? ReasonOf(HoldBackup request) => request.Reason;

    public override Backup Handle(HoldBackup request, BackupSubject subject, OperationContext context)
    {
        UserRules.RequireFuture(context, request.Until);
        if (subject.Backup.HasHold(context.TrustedNow))
        {
            throw BackupHold.Standing(subject);
        }

        BackupLookup.RequireStaying(subject);
        BackupRow held = subject.Backup with
        {
            HeldBy = context.Policy.Name,
            HeldById = context.Policy.UserId == Guid.Empty ? null : context.Policy.UserId.ToString(),
            HeldAt = context.Now,
            HoldReason = request.Reason,
            HeldUntil = request.Until?.ToMicroseconds(),
        };
        BackupStore.SetHold(context.Db, held);
        return held.Show(subject.Account, context.TrustedNow);
    }
}
