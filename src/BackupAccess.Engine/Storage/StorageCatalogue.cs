using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Storage;

/// <summary>The storages that there are: the default one, below the state folder, and those that were created.</summary>
internal static class StorageCatalogue
{
    public const string Default = "default";

    /// <summary>How often a call is tried again where nothing is said.</summary>
    public const int DefaultRetries = 5;

    /// <returns>The storage; the default one where none is asked for.</returns>
    /// <exception cref="NotFoundException">There is no such storage.</exception>
    public static StorageRow Require(EngineServices services, StateConnection db, string? name) =>
        Find(services, db, name ?? Default) ?? throw new NotFoundException("storage", Names.Printable(name));

    public static bool Exists(StateConnection db, string name) => IsDefault(name) || StorageStore.Find(db, name) is not null;

    /// <summary>Finds a storage for one who wants to do something to it.</summary>
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static StorageSubject Resolve(OperationContext context, string name)
    {
        StorageRow? storage = Find(context.Services, context.Db, name);
        return storage is not null && context.MayKnow<ListStorage>(Target.Storage)
            ? new StorageSubject(storage, StorageStore.Users(context.Db, storage.Name))
            : throw new NotFoundException("storage", Names.Printable(name)) { IsHidden = storage is not null };
    }

    /// <summary>All, the default one first.</summary>
    public static IEnumerable<StorageRow> All(EngineServices services, StateConnection db) => StorageStore.All(db).Prepend(DefaultOf(services));

    public static BackupStorage Show(OperationContext context, StorageRow storage) => new()
    {
        Name = storage.Name,
        Kind = storage.StorageKind,
        Location = storage.Path,
        Mode = storage.Mode,
        UploadLimit = storage.UploadLimit,
        DownloadLimit = storage.DownloadLimit,
        Retries = (int)storage.Retries,
        Connectors = StorageStore.CountConnectors(context.Db, storage.Name),
        Repositories = StorageStore.CountRepositories(context.Db, storage.Name),
        Created = storage.CreatedAt.ToTime(),
    };

    /// <summary>Where a repository lies in a storage, as a stock restic takes it.</summary>
    public static string LocationOf(StorageRow storage, Guid repository) => Path.Combine(storage.Path, repository.ToString());

    /// <summary>One repository's objects, with the storage's settings about them.</summary>
    /// <exception cref="BackupFailedException">The storage's folder isn't there: a disk that isn't mounted, perhaps, and nothing goes into its place.</exception>
    public static IStorage Open(EngineServices services, StorageRow storage, Guid repository)
    {
        RequireThere(storage);
        IStorage opened = new LocalStorage(LocationOf(storage, repository));
        if (storage.UploadLimit is not null || storage.DownloadLimit is not null)
        {
            opened = new ThrottledStorage(opened, storage.UploadLimit, storage.DownloadLimit, services.Time);
        }

        if (storage.Retries > 0)
        {
            opened = new RetryingStorage(opened, new RetryOptions { Attempts = (int)storage.Retries + 1, TimeProvider = services.Time });
        }

        return storage.Mode == StorageMode.ReadOnly ? new ReadOnlyStorage(opened) : opened;
    }

    /// <exception cref="BackupFailedException">Nothing may be put into the storage, or its folder isn't there.</exception>
    public static void RequireWritable(StorageRow storage)
    {
        RequireThere(storage);
        if (storage.Mode == StorageMode.ReadOnly)
        {
            throw new BackupFailedException("StorageReadOnly", $"The storage \"{storage.Name}\" is there to be read only.");
        }
    }

    private static void RequireThere(StorageRow storage)
    {
        if (storage.CreatedAt is not null && !Directory.Exists(storage.Path))
        {
            throw new BackupFailedException("StorageFailed", $"The folder \"{storage.Path}\" of the storage \"{storage.Name}\" is not there.");
        }
    }

    private static StorageRow? Find(EngineServices services, StateConnection db, string name) =>
        IsDefault(name) ? DefaultOf(services) : StorageStore.Find(db, name);

    public static bool IsDefault(string name) => string.Equals(name, Default, StringComparison.OrdinalIgnoreCase);

    private static StorageRow DefaultOf(EngineServices services) =>
        new(Default, nameof(StorageKind.Folder), services.Folder.Repositories, ReadOnly: 0, UploadLimit: null, DownloadLimit: null, DefaultRetries, CreatedAt: null);
}
