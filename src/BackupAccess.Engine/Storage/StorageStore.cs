using BackupAccess.Engine.Access;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Storage;

/// <summary>The storages' SQL. The default storage is no row of it.</summary>
internal static class StorageStore
{
    private const string Select = """
        SELECT name AS Name, kind AS Kind, path AS Path, read_only AS ReadOnly, upload_limit AS UploadLimit,
               download_limit AS DownloadLimit, retries AS Retries, created_at AS CreatedAt
        FROM storage
        """;

    public static StorageRow? Find(StateConnection db, string name) =>
        db.QueryFirst<StorageRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) });

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<StorageRow> All(StateConnection db) => db.Query<StorageRow>($"{Select} ORDER BY name_key");

    public static void Insert(StateConnection db, StorageRow storage) => db.Execute(
        """
        INSERT INTO storage (name_key, name, kind, path, read_only, upload_limit, download_limit, retries, created_at)
        VALUES (@key, @Name, @Kind, @Path, @ReadOnly, @UploadLimit, @DownloadLimit, @Retries, @CreatedAt)
        """,
        Parameters(storage));

    /// <summary>Writes the settings.</summary>
    public static void Update(StateConnection db, StorageRow storage) => db.Execute(
        "UPDATE storage SET read_only = @ReadOnly, upload_limit = @UploadLimit, download_limit = @DownloadLimit, retries = @Retries WHERE name_key = @key",
        Parameters(storage));

    public static void Remove(StateConnection db, string name) => db.Execute("DELETE FROM storage WHERE name_key = @key", new { key = KeyOf(name) });

    /// <summary>A connector that names the storage; null for none.</summary>
    public static string? FindConnector(StateConnection db, string name) =>
        db.QueryFirst<string>("SELECT name FROM connector WHERE storage = @name AND removed_at IS NULL ORDER BY name_key", new { name });

    public static int CountConnectors(StateConnection db, string name) =>
        (int)db.QueryScalar<long>("SELECT count(*) FROM connector WHERE storage = @name AND removed_at IS NULL", new { name });

    public static int CountRepositories(StateConnection db, string name) =>
        (int)db.QueryScalar<long>("SELECT count(*) FROM repository WHERE storage = @name", new { name });

    /// <summary>What uses the storage: its connectors, and those of accounts that have repositories in it.</summary>
    public static IReadOnlyList<Target> Users(StateConnection db, string name)
    {
        IReadOnlyList<UserRow> users = db.Query<UserRow>(
            """
            SELECT c.number AS Number, c.legacy AS Legacy, c.restricted_at AS RestrictedAt, c.removed_at AS RemovedAt
            FROM connector c
            WHERE (c.storage = @name AND c.removed_at IS NULL)
               OR c.id IN (SELECT a.connector_id FROM account a JOIN repository r ON r.account_id = a.id WHERE r.storage = @name)
            """,
            new { name });
        return [.. users.Select(user => user.RemovedAt is null
            ? Target.OfConnector((int)user.Number, user is { Legacy: not 0, RestrictedAt: null })
            : Target.OfOrphanOfRemovedConnector((int)user.Number))];
    }

    private static object Parameters(StorageRow storage) => new
    {
        key = KeyOf(storage.Name),
        storage.Name,
        storage.Kind,
        storage.Path,
        storage.ReadOnly,
        storage.UploadLimit,
        storage.DownloadLimit,
        storage.Retries,
        storage.CreatedAt,
    };

    private static string KeyOf(string name) => name.ToLowerInvariant();

    private sealed record UserRow(long Number, long Legacy, long? RestrictedAt, long? RemovedAt);
}
