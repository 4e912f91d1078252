using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Connectors;

/// <summary>The grants' SQL.</summary>
internal static class GrantStore
{
    private const string Select = """
        SELECT g.user_id AS UserId, g.connector_id AS ConnectorId, c.number AS ConnectorNumber, g.until AS Until,
               g.granted_by AS GrantedBy, g.granted_at AS GrantedAt
        FROM connector_grant g JOIN connector c ON c.id = g.connector_id
        """;

    public static IReadOnlyList<GrantRow> OfUser(StateConnection db, Guid userId) =>
        db.Query<GrantRow>($"{Select} WHERE g.user_id = @id", new { id = userId.ToString() });

    /// <summary>Everybody's on connectors not removed, by connector, each connector's in the order in which they were made.</summary>
    public static IReadOnlyList<GrantRow> All(StateConnection db) =>
        db.Query<GrantRow>($"{Select} WHERE c.removed_at IS NULL ORDER BY c.name_key, g.granted_at");

    public static GrantRow? Find(StateConnection db, Guid userId, Guid connectorId) =>
        db.QueryFirst<GrantRow>(
            $"{Select} WHERE g.user_id = @user AND g.connector_id = @connector",
            new { user = userId.ToString(), connector = connectorId.ToString() });

    public static void Save(StateConnection db, Guid userId, Guid connectorId, long? until, string by, long now) => db.Execute(
        """
        INSERT INTO connector_grant (user_id, connector_id, until, granted_by, granted_at) VALUES (@user, @connector, @until, @by, @now)
        ON CONFLICT (user_id, connector_id) DO UPDATE SET until = excluded.until, granted_by = excluded.granted_by, granted_at = excluded.granted_at
        """,
        new { user = userId.ToString(), connector = connectorId.ToString(), until, by, now });

    public static void Delete(StateConnection db, Guid userId, Guid connectorId) => db.Execute(
        "DELETE FROM connector_grant WHERE user_id = @user AND connector_id = @connector",
        new { user = userId.ToString(), connector = connectorId.ToString() });
}
