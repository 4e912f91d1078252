using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Connectors;

/// <summary>The connectors' SQL.</summary>
internal static class ConnectorStore
{
    private const string Select = """
        SELECT id AS Id, number AS Number, name AS Name, kind AS Kind, path AS Path, storage AS Storage, legacy AS Legacy,
               restricted_at AS RestrictedAt, synchronized_at AS SynchronizedAt, created_at AS CreatedAt, removed_at AS RemovedAt,
               v.controller AS Controller, v.volume AS VolumeName, v.keep_snapshots AS KeepSnapshots
        FROM connector LEFT JOIN connector_volume v ON v.connector_id = id
        """;

    public static ConnectorRow? Find(StateConnection db, Guid id) =>
        db.QueryFirst<ConnectorRow>($"{Select} WHERE id = @id AND removed_at IS NULL", new { id = id.ToString() });

    public static ConnectorRow? Find(StateConnection db, string name) =>
        db.QueryFirst<ConnectorRow>($"{Select} WHERE name_key = @key AND removed_at IS NULL", new { key = KeyOf(name) });

    /// <summary>The connector of that id, removed or not.</summary>
    public static ConnectorRow? FindEver(StateConnection db, Guid id) =>
        db.QueryFirst<ConnectorRow>($"{Select} WHERE id = @id", new { id = id.ToString() });

    /// <summary>The connector that a target tells of by number, removed or not.</summary>
    public static ConnectorRow? FindByNumber(StateConnection db, int number) =>
        db.QueryFirst<ConnectorRow>($"{Select} WHERE number = @number", new { number });

    /// <summary>Those not removed, by name.</summary>
    public static IReadOnlyList<ConnectorRow> All(StateConnection db) =>
        db.Query<ConnectorRow>($"{Select} WHERE removed_at IS NULL ORDER BY name_key");

    /// <summary>The number for a new connector; none is ever used again.</summary>
    public static long NextNumber(StateConnection db) => db.QueryScalar<long>("SELECT coalesce(max(number), 0) + 1 FROM connector");

    public static void Insert(StateConnection db, ConnectorRow connector) => db.Execute(
        """
        INSERT INTO connector (id, number, name, name_key, kind, path, storage, legacy, restricted_at, created_at, removed_at)
        VALUES (@Id, @Number, @Name, @key, @Kind, @Path, @Storage, @Legacy, @RestrictedAt, @CreatedAt, @RemovedAt)
        """,
        new
        {
            connector.Id,
            connector.Number,
            connector.Name,
            key = KeyOf(connector.Name),
            connector.Kind,
            connector.Path,
            connector.Storage,
            connector.Legacy,
            connector.RestrictedAt,
            connector.CreatedAt,
            connector.RemovedAt,
        });

    /// <summary>Writes name, path and storage.</summary>
    public static void Update(StateConnection db, ConnectorRow connector) => db.Execute(
        "UPDATE connector SET name = @Name, name_key = @key, path = @Path, storage = @Storage WHERE id = @Id",
        new { connector.Id, connector.Name, key = KeyOf(connector.Name), connector.Path, connector.Storage });

    /// <summary>Whether there is a repository of one of its accounts, live or gone.</summary>
    public static bool HasRepositories(StateConnection db, Guid id) => db.QueryScalar<long>(
        "SELECT count(*) FROM repository r JOIN account a ON a.id = r.account_id WHERE a.connector_id = @id", new { id = id.ToString() }) > 0;

    /// <summary>Takes the connector out of use with its grants and orphans its accounts.</summary>
    public static void Remove(StateConnection db, Guid id, long now)
    {
        object parameters = new { id = id.ToString(), now };
        db.Execute("UPDATE connector SET removed_at = @now WHERE id = @id", parameters);
        db.Execute("DELETE FROM connector_grant WHERE connector_id = @id", parameters);
        db.Execute("UPDATE account SET gone_at = @now WHERE connector_id = @id AND gone_at IS NULL", parameters);
    }

    public static void SetSynchronized(StateConnection db, Guid id, long now) =>
        db.Execute("UPDATE connector SET synchronized_at = @now WHERE id = @id", new { id = id.ToString(), now });

    public static void SetRestricted(StateConnection db, Guid id, long now) =>
        db.Execute("UPDATE connector SET restricted_at = @now WHERE id = @id", new { id = id.ToString(), now });

    public static int CountAccounts(StateConnection db, Guid id) =>
        (int)db.QueryScalar<long>("SELECT count(*) FROM account WHERE connector_id = @id AND gone_at IS NULL", new { id = id.ToString() });

    /// <summary>How many live accounts each connector has, by the connector's id; one that has none is left out.</summary>
    public static Dictionary<string, long> CountAccounts(StateConnection db) =>
        db.Query<(string Connector, long Accounts)>("SELECT connector_id, count(*) FROM account WHERE gone_at IS NULL GROUP BY connector_id")
            .ToDictionary(row => row.Connector, row => row.Accounts, StringComparer.Ordinal);

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
