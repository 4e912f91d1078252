using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Roles;

/// <summary>The SQL of the connector grants of those who hold a role and no other that makes grants count.</summary>
internal static class HolderGrantStore
{
    private const string Holders = """
        FROM user_role r JOIN app_user u ON u.id = r.user_id
        WHERE r.role = @Role AND coalesce(r.until, @Never) > @Now
          AND NOT EXISTS (SELECT 1 FROM user_role o WHERE o.user_id = r.user_id AND o.role IN @Others AND coalesce(o.until, @Never) > @Now)
        """;

    private const string WithGrants = $"""
        {Holders}
          AND EXISTS (SELECT 1 FROM connector_grant g WHERE g.user_id = r.user_id AND coalesce(g.until, @Never) > @Now)
        """;

    /// <summary>How many of them have an unexpired grant.</summary>
    public static long CountUsers(StateConnection db, HolderQuestion asked) => db.QueryScalar<long>($"SELECT count(*) {WithGrants}", asked);

    /// <summary>The first of those, by name.</summary>
    public static IReadOnlyList<HolderRow> FirstUsers(StateConnection db, HolderQuestion asked, int most) => db.Query<HolderRow>(
        $"SELECT u.id AS Id, u.name AS Name, u.enabled AS Enabled {WithGrants} ORDER BY u.name_key LIMIT @most",
        new { asked.Role, asked.Others, asked.Now, asked.Never, most });

    /// <summary>The connectors that any of them has an unexpired grant on, once for enabled users and once for disabled ones.</summary>
    public static IReadOnlyList<(string Connector, bool Enabled)> Connectors(StateConnection db, HolderQuestion asked) =>
        [.. db.Query<(string Connector, long Enabled)>(
            $"""
            SELECT DISTINCT g.connector_id, h.enabled
            FROM (SELECT u.id, u.enabled {Holders}) h JOIN connector_grant g ON g.user_id = h.id
            WHERE coalesce(g.until, @Never) > @Now
            """,
            asked).Select(row => (row.Connector, row.Enabled != 0))];

    /// <summary>Deletes all grants of theirs, ended ones too.</summary>
    public static void Delete(StateConnection db, HolderQuestion asked) =>
        db.Execute($"DELETE FROM connector_grant WHERE user_id IN (SELECT u.id {Holders})", asked);
}
