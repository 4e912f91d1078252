using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Finds storage controllers for a caller, and shows them.</summary>
internal static class StorageControllerLookup
{
    public const string Kind = "storage controller";

    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static StorageControllerSubject Resolve(OperationContext context, string name)
    {
        StorageControllerRow? controller = StorageControllerStore.Find(context.Db, name);
        return controller is not null && context.MayKnow<ListStorageControllers>(Target.None)
            ? new StorageControllerSubject(controller, StorageControllerStore.Users(context.Db, controller.Name))
            : throw new NotFoundException(Kind, Names.Printable(name)) { IsHidden = controller is not null };
    }

    public static StorageController Show(StateConnection db, StorageControllerRow controller) =>
        controller.Show(StorageControllerStore.Users(db, controller.Name).Count);
}
