using BackupAccess.Engine.Access;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Backups;

/// <summary>Restores into a folder, with the caller's own operating-system rights; paths are kept below the item. The folder is made where it is missing.</summary>
public sealed record RestoreToFolder(RestoreSelection Selection, string Destination, RestoreConflict Conflict) : IOperation<RestoreResult>;

internal sealed class RestoreToFolderHandler : WorkHandler<RestoreToFolder, BackupSubject, RestoreResult>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override void Validate(RestoreToFolder request)
    {
        AccountRestore.Validate(request.Selection);
        if (!Path.IsPathFullyQualified(request.Destination) || request.Destination.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidRequestException("InvalidValue", $"The destination \"{Names.Printable(request.Destination)}\" is not an absolute path.");
        }
    }

    public override BackupSubject Resolve(RestoreToFolder request, OperationContext context) => AccountRestore.Resolve(request.Selection, context);

    public override void RequirePossible(RestoreToFolder request, BackupSubject subject, OperationContext context) => AccountRestore.RequirePossible(request.Selection, subject, context);

    public override string? ReasonOf(RestoreToFolder request) => ConditionGate.Offer(request.Selection);

    public override string? ToldOf(RestoreResult result) => ConditionGate.Tell(result.AcceptedConditions);

    public override async Task<Func<StateConnection, RestoreResult>> WorkAsync(RestoreToFolder request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        string destination = Path.GetFullPath(request.Destination);
        RestoreResult result = await AccountRestore
            .RunAsync(subject, request.Selection, () => OpenDestination(destination), destination, request.Conflict, context, cancellationToken)
            .ConfigureAwait(false);
        return _ => result;
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
