using BackupAccess.Engine.Access;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>The storage controllers' SQL.</summary>
internal static class StorageControllerStore
{
    private const string Select = """
        SELECT name AS Name, scheme AS Scheme, address AS Address, port AS Port, user_name AS UserName, sealed_password AS SealedPassword,
               certificate_check AS CertificateCheck, certificate_pin AS CertificatePin, certificate_authority AS CertificateAuthority, created_at AS CreatedAt
        FROM storage_controller
        """;

    /// <summary>What a controller's password is sealed for.</summary>
    public static string PurposeOf(string name) => $"storage controller {name}";

    public static StorageControllerRow? Find(StateConnection db, string name) =>
        db.QueryFirst<StorageControllerRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) });

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<StorageControllerRow> All(StateConnection db) => db.Query<StorageControllerRow>($"{Select} ORDER BY name_key");

    public static void Insert(StateConnection db, StorageControllerRow controller) => db.Execute(
        """
        INSERT INTO storage_controller (name, name_key, scheme, address, port, user_name, sealed_password, certificate_check, certificate_pin, certificate_authority, created_at)
        VALUES (@Name, @key, @Scheme, @Address, @Port, @UserName, @SealedPassword, @CertificateCheck, @CertificatePin, @CertificateAuthority, @CreatedAt)
        """,
        Parameters(controller));

    public static void Update(StateConnection db, StorageControllerRow controller) => db.Execute(
        """
        UPDATE storage_controller
        SET scheme = @Scheme, address = @Address, port = @Port, user_name = @UserName, sealed_password = @SealedPassword,
            certificate_check = @CertificateCheck, certificate_pin = @CertificatePin, certificate_authority = @CertificateAuthority
        WHERE name_key = @key
        """,
        Parameters(controller));

    /// <summary>Forgets a controller, and what is written down of snapshots on it.</summary>
    public static void Remove(StateConnection db, string name)
    {
        db.Execute("DELETE FROM volume_snapshot WHERE controller = @name", new { name });
        db.Execute(
            "DELETE FROM connector_volume WHERE controller = @name AND connector_id IN (SELECT id FROM connector WHERE removed_at IS NOT NULL)", new { name });
        db.Execute("DELETE FROM storage_controller WHERE name = @name", new { name });
    }

    /// <summary>How many connectors there are of each controller's volumes, by the controller's name; one that has none is left out.</summary>
    public static Dictionary<string, long> CountConnectors(StateConnection db) =>
        db.Query<(string Controller, long Connectors)>(
            "SELECT v.controller, count(*) FROM connector_volume v JOIN connector c ON c.id = v.connector_id WHERE c.removed_at IS NULL GROUP BY v.controller")
            .ToDictionary(row => row.Controller, row => row.Connectors, StringComparer.Ordinal);

    /// <summary>A connector of a volume of the controller; null for none.</summary>
    public static string? FindConnector(StateConnection db, string name) => db.QueryFirst<string>(
        "SELECT c.name FROM connector c JOIN connector_volume v ON v.connector_id = c.id WHERE v.controller = @name AND c.removed_at IS NULL ORDER BY c.name_key", new { name });

    /// <summary>The snapshots that were made for backups and are still to be removed from the controller.</summary>
    public static IReadOnlyList<string> Snapshots(StateConnection db, string name) => db.Query<string>("SELECT name FROM volume_snapshot WHERE controller = @name ORDER BY asked_at", new { name });

    /// <summary>The connectors of the controller's volumes.</summary>
    public static IReadOnlyList<Target> Users(StateConnection db, string name) =>
        [.. db.Query<(long Number, long OpenLegacy)>(
            """
            SELECT c.number, CASE WHEN c.legacy = 1 AND c.restricted_at IS NULL THEN 1 ELSE 0 END
            FROM connector c JOIN connector_volume v ON v.connector_id = c.id WHERE v.controller = @name AND c.removed_at IS NULL
            """,
            new { name }).Select(user => Target.OfConnector((int)user.Number, user.OpenLegacy != 0))];

    private static object Parameters(StorageControllerRow controller) => new
    {
        key = KeyOf(controller.Name),
        controller.Name,
        controller.Scheme,
        controller.Address,
        controller.Port,
        controller.UserName,
        controller.SealedPassword,
        controller.CertificateCheck,
        controller.CertificatePin,
        controller.CertificateAuthority,
        controller.CreatedAt,
    };

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
