using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Gets one backup.</summary>
public sealed record GetBackup(BackupReference Backup) : IOperation<Backup>;

internal sealed class GetBackupHandler : ReadHandler<GetBackup, BackupSubject, Backup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override BackupSubject Resolve(GetBackup request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override Task<Backup> HandleAsync(GetBackup request, BackupSubject subject, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult(subject.Backup.Show(subject.Account, context.TrustedNow));
}
