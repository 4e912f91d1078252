using System.Runtime.CompilerServices;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>Lists what lies at a path of an item; the path is relative to the item, empty for its root, and may hold wildcards.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Item">Null for HomeDirectory, or all of a backup that another program made.</param>
/// <param name="Path">Where to look.</param>
/// <param name="Depth">Whether what lies below is listed, too.</param>
public sealed record ListBackupFiles(BackupReference Backup, BackupItem? Item, string Path, BrowseDepth Depth) : IOperation<IAsyncEnumerable<BackupFileEntry>>
{
    /// <summary>The account's encryption key, where its owner keeps it.</summary>
    public Secret? EncryptionKey { get; init; }
}

internal sealed class ListBackupFilesHandler : ReadHandler<ListBackupFiles, BackupSubject, IAsyncEnumerable<BackupFileEntry>>
{
    public override OperationEffect Effect => OperationEffect.ReadData;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override void Validate(ListBackupFiles request) => _ = BackupPath.Parse(request.Path);

    public override BackupSubject Resolve(ListBackupFiles request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override void RequirePossible(ListBackupFiles request, BackupSubject subject, OperationContext context) =>
        CallerKey.RequireGiven(context.Db, subject.Account, request.EncryptionKey);

    public override async Task<IAsyncEnumerable<BackupFileEntry>> HandleAsync(ListBackupFiles request, BackupSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        ResticRepository repository = await RepositoryFailures
            .GuardAsync(subject.Name, () => CallerKey.OpenAsync(context.Services, subject.Account, request.EncryptionKey, context.Session.Name, cancellationToken))
            .ConfigureAwait(false);
        return RepositoryFailures.GuardAsync(subject.Name, ListAsync(repository, request, subject, cancellationToken), cancellationToken);
    }

    public override IAsyncEnumerable<BackupFileEntry> Ending(IAsyncEnumerable<BackupFileEntry> result, Action<EngineException?> tell) =>
        RepositoryFailures.TellEndAsync(result, tell, CancellationToken.None);

    private static async IAsyncEnumerable<BackupFileEntry> ListAsync(
        ResticRepository repository, ListBackupFiles request, BackupSubject subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (repository.ConfigureAwait(false))
        {
            await repository.LoadIndexAsync(cancellationToken).ConfigureAwait(false);
            Snapshot snapshot = await repository.LoadSnapshotAsync(ObjectId.Parse(subject.Backup.Snapshot), cancellationToken).ConfigureAwait(false);
            BackupItem item = request.Item ?? subject.Backup.MainItem;
            BackupListing listing = new(repository, snapshot.Tree, ItemNames.PathOf(item));
            await foreach (TreeEntry entry in listing.ListAsync(request.Path, request.Depth, cancellationToken).ConfigureAwait(false))
            {
                yield return BackupPath.Show(subject.Backup.Guid, item, entry);
            }
        }
    }
}
