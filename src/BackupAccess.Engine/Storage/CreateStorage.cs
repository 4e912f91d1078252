using BackupAccess.Engine.Access;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Storage;

/// <summary>Creates a storage in a folder that is there. Limits are bytes a second; null is none, and for the retries, five.</summary>
public sealed record CreateStorage(string Name, StorageKind Kind, string Path, StorageMode Mode, long? UploadLimit, long? DownloadLimit, int? Retries) : IOperation<BackupStorage>;

internal sealed class CreateStorageHandler : ChangeHandler<CreateStorage, NoSubject, BackupStorage>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Storage];

    public override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    public override void Validate(CreateStorage request)
    {
        Names.RequireValid("storage", request.Name);
        StorageRules.RequireValid(request.UploadLimit, request.DownloadLimit, request.Retries);
    }

    public override NoSubject Resolve(CreateStorage request, OperationContext context) => new("storage", request.Name) { Targets = [Target.Storage] };

    public override ISubject About(NoSubject subject, BackupStorage result) => subject with { Id = result.Name };

    public override BackupStorage Handle(CreateStorage request, NoSubject subject, OperationContext context)
    {
        // Unlike for connectors, no folders are set aside: where this process writes is Administrator's to say.
        if (!context.IsAdministrator)
        {
            throw context.Refuse(request.Name, "no folders are set aside for storages of others than Administrator");
        }

        if (StorageCatalogue.IsDefault(request.Name) || StorageStore.Find(context.Db, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a storage \"{request.Name}\" already.");
        }

        string path = ConnectorPath.RequireUsable("storage", request.Path);
        StoragePath.RequireOthersOut(path);
        ConnectorPath.RequireApart(context, path);
        StorageRow storage = new(
            request.Name,
            request.Kind.ToString(),
            path,
            request.Mode == StorageMode.ReadOnly ? 1 : 0,
            StorageRules.LimitOf(request.UploadLimit, current: null),
            StorageRules.LimitOf(request.DownloadLimit, current: null),
            request.Retries ?? StorageCatalogue.DefaultRetries,
            context.Now);
        StorageStore.Insert(context.Db, storage);
        return StorageCatalogue.Show(context, storage);
    }
}
