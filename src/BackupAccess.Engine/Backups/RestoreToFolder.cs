using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>Restores into a folder, with the caller's own operating-system rights; paths are kept below the item, and items but for a home directory by itself below their names. The folder is made where it is missing.</summary>
public sealed record RestoreToFolder(RestoreSelection Selection, string Destination, RestoreConflict Conflict) : IOperation<RestoreResult>;

internal sealed class RestoreToFolderHandler : WorkHandler<RestoreToFolder, BackupSubject, RestoreResult>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override AccountRow? Notifies(BackupSubject subject) => subject.Account;

    public override void Validate(RestoreToFolder request)
    {
        AccountRestore.Validate(request.Selection);
        if (!Path.IsPathFullyQualified(request.Destination) || request.Destination.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidRequestException("InvalidValue", $"The destination \"{Names.Printable(request.Destination)}\" is not an absolute path.");
        }
    }

    public override BackupSubject Resolve(RestoreToFolder request, OperationContext context) => AccountRestore.Resolve(request.Selection, context);

    public override void RequirePossible(RestoreToFolder request, BackupSubject subject, OperationContext context) => AccountRestore.RequirePossible(request.Selection, subject.Account, context);

    public override string? ReasonOf(RestoreToFolder request) => ConditionGate.Offer(request.Selection);

    public override string? ToldOf(RestoreResult result) => ConditionGate.Tell(result.AcceptedConditions);

    public override async Task<Func<StateConnection, RestoreResult>> WorkAsync(RestoreToFolder request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        string destination = Path.GetFullPath(request.Destination);
        IReadOnlyList<BackupItem> items = AccountRestore.ItemsOf(request.Selection, subject);
        RestoreResult result = await AccountRestore
            .RunAsync(subject, subject.Account, request.Selection, destination, request.Conflict, context, (work, stop) => WriteAsync(work, items, destination, stop), cancellationToken)
            .ConfigureAwait(false);
        return _ => result;
    }

    /// <summary>A home directory by itself goes straight into the folder; else each item into one of its own, so that none meets another's names.</summary>
    private static async Task WriteAsync(RestoreWork work, IReadOnlyList<BackupItem> items, string destination, CancellationToken cancellationToken)
    {
        if (items is [BackupItem main] && main == work.Subject.Backup.MainItem)
        {
            ObjectId tree = await work.FindAsync(main, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<TreePath> paths = await work.SelectAsync(main, cancellationToken).ConfigureAwait(false);
            using DirectoryHandle folder = OpenDestination(destination);
            await work.WriteAsync(tree, paths, folder, cancellationToken).ConfigureAwait(false);
            return;
        }

        List<TreePath> selected = [];
        foreach (BackupItem item in items)
        {
            IReadOnlyList<TreePath> paths = await work.SelectAsync(item, cancellationToken).ConfigureAwait(false);
            selected.AddRange(paths.Count == 0 ? [ItemNames.PathOf(item)] : paths.Select(path => BackupPath.Below(ItemNames.PathOf(item), path)));
        }

        using DirectoryHandle target = OpenDestination(destination);
        await work.WriteAsync(work.Tree, selected, target, cancellationToken).ConfigureAwait(false);
    }

    private static DirectoryHandle OpenDestination(string destination)
    {
        try
        {
            Directory.CreateDirectory(destination);
            return DirectoryHandle.Open(destination);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FileSystemException)
        {
            throw new BackupFailedException("DestinationUnavailable", $"The destination \"{destination}\" can't be used: {e.Message}", e);
        }
    }
}
