using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Storage;

/// <summary>Takes a storage out of use that no connector names and no account has a repository in. Its folder stays.</summary>
public sealed record RemoveStorage(string Storage) : IOperation<BackupStorage>;

internal sealed class RemoveStorageHandler : ChangeHandler<RemoveStorage, StorageSubject, BackupStorage>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Storage];

    public override StorageSubject Resolve(RemoveStorage request, OperationContext context) => StorageCatalogue.Resolve(context, request.Storage);

    public override BackupStorage Handle(RemoveStorage request, StorageSubject subject, OperationContext context)
    {
        string name = subject.Storage.Name;
        if (StorageCatalogue.IsDefault(name))
        {
            throw new ConflictException("BuiltIn", $"The storage \"{name}\" belongs to the state and stays as it is.");
        }

        if (StorageStore.FindConnector(context.Db, name) is { } connector)
        {
            throw new ConflictException("StorageInUse", $"The storage \"{name}\" is that of the connector \"{connector}\".");
        }

        BackupStorage removed = StorageCatalogue.Show(context, subject.Storage);
        if (removed.Repositories > 0)
        {
            throw new ConflictException("StorageInUse", $"The storage \"{name}\" holds repositories of accounts: {removed.Repositories}.");
        }

        StorageStore.Remove(context.Db, name);
        return removed;
    }
}
