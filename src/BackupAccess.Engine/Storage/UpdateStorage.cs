using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Storage;

/// <summary>Changes a storage's settings; what is null stays, and a limit of 0 is none. Its kind and place stay as they were made.</summary>
public sealed record UpdateStorage(string Storage, StorageMode? Mode, long? UploadLimit, long? DownloadLimit, int? Retries) : IOperation<BackupStorage>;

internal sealed class UpdateStorageHandler : ChangeHandler<UpdateStorage, StorageSubject, BackupStorage>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Storage];

    public override void Validate(UpdateStorage request) => StorageRules.RequireValid(request.UploadLimit, request.DownloadLimit, request.Retries);

    public override StorageSubject Resolve(UpdateStorage request, OperationContext context) => StorageCatalogue.Resolve(context, request.Storage);

    public override BackupStorage Handle(UpdateStorage request, StorageSubject subject, OperationContext context)
    {
        StorageRow storage = subject.Storage;
        if (StorageCatalogue.IsDefault(storage.Name))
        {
            throw new ConflictException("BuiltIn", $"The storage \"{storage.Name}\" belongs to the state and stays as it is.");
        }

        StorageRow changed = storage with
        {
            ReadOnly = (request.Mode ?? storage.Mode) == StorageMode.ReadOnly ? 1 : 0,
            UploadLimit = StorageRules.LimitOf(request.UploadLimit, storage.UploadLimit),
            DownloadLimit = StorageRules.LimitOf(request.DownloadLimit, storage.DownloadLimit),
            Retries = request.Retries ?? storage.Retries,
        };
        StorageStore.Update(context.Db, changed);
        return StorageCatalogue.Show(context, changed);
    }
}
