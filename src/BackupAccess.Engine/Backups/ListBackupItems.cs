using BackupAccess.Engine.Access;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Lists the items of a backup.</summary>
public sealed record ListBackupItems(BackupReference Backup) : IOperation<IReadOnlyList<BackupItemEntry>>
{
    /// <summary>The account's encryption key, where its owner keeps it.</summary>
    public Secret? EncryptionKey { get; init; }
}

internal sealed class ListBackupItemsHandler : ReadHandler<ListBackupItems, BackupSubject, IReadOnlyList<BackupItemEntry>>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override BackupSubject Resolve(ListBackupItems request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override async Task<IReadOnlyList<BackupItemEntry>> HandleAsync(ListBackupItems request, BackupSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        await CallerKey.RequireAsync(context.Services, subject.Account, request.EncryptionKey, context.Session.Name, cancellationToken).ConfigureAwait(false);
        Backup backup = subject.Backup.Show(subject.Account, context.TrustedNow);
        return [.. backup.Items.Zip(subject.Backup.CountsOfItems, (item, count) => new BackupItemEntry(backup.Id, backup.Account, item, count.Files, count.Bytes))];
    }
}
