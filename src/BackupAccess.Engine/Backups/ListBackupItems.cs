using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Lists the items of a backup.</summary>
public sealed record ListBackupItems(BackupReference Backup) : IOperation<IReadOnlyList<BackupItemEntry>>;

internal sealed class ListBackupItemsHandler : ReadHandler<ListBackupItems, BackupSubject, IReadOnlyList<BackupItemEntry>>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override BackupSubject Resolve(ListBackupItems request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override Task<IReadOnlyList<BackupItemEntry>> HandleAsync(ListBackupItems request, BackupSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        Backup backup = subject.Backup.Show(subject.Account, context.TrustedNow);
        return Task.FromResult<IReadOnlyList<BackupItemEntry>>(
            [.. backup.Items.Zip(subject.Backup.CountsOfItems, (item, count) => new BackupItemEntry(backup.Id, backup.Account, item, count.Files, count.Bytes))]);
    }
}
