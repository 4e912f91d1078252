using System.Text.Json;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>Who may do what with databases, as the server's tables say.</summary>
internal static class MariaDbRights
{
    // As the columns of mysql.db are called and as GRANT calls them. GRANT OPTION is none: it would be given on.
    private static readonly (string Column, string Privilege)[] s_privileges =
    [
        ("Select_priv", "SELECT"), ("Insert_priv", "INSERT"), ("Update_priv", "UPDATE"), ("Delete_priv", "DELETE"), ("Create_priv", "CREATE"), ("Drop_priv", "DROP"),
        ("References_priv", "REFERENCES"), ("Index_priv", "INDEX"), ("Alter_priv", "ALTER"), ("Create_tmp_table_priv", "CREATE TEMPORARY TABLES"), ("Lock_tables_priv", "LOCK TABLES"),
        ("Create_view_priv", "CREATE VIEW"), ("Show_view_priv", "SHOW VIEW"), ("Create_routine_priv", "CREATE ROUTINE"), ("Alter_routine_priv", "ALTER ROUTINE"),
        ("Execute_priv", "EXECUTE"), ("Event_priv", "EVENT"), ("Trigger_priv", "TRIGGER"),
    ];

    /// <summary>That a line of mysql.db d gives all rights.</summary>
    public static string All { get; } = "(" + string.Join(" AND ", s_privileges.Select(privilege => $"d.{privilege.Column} = 'Y'")) + ")";

    /// <summary>Every line of the table for which a condition on mysql.db d holds.</summary>
    public static async Task<IReadOnlyList<MariaDbGrantRow>> ReadAsync(MariaDbServer server, string condition, CancellationToken cancellationToken)
    {
        string privileges = string.Join(", ", s_privileges.Select(privilege => $"IF(d.{privilege.Column} = 'Y', '{privilege.Privilege}', NULL)"));
        string[] rows = await server.QueryAsync(
            $"SELECT JSON_OBJECT('user', d.User, 'host', d.Host, 'pattern', d.Db, 'privileges', CONCAT_WS(',', {privileges})) FROM mysql.db d WHERE {condition} ORDER BY d.User, d.Host, d.Db;",
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => JsonSerializer.Deserialize(row, DatabaseJson.Default.MariaDbGrantRow)!)];
    }

    /// <summary>Whether a privilege is one that a restore gives.</summary>
    public static bool IsKnown(string privilege) => Array.Exists(s_privileges, known => known.Privilege == privilege);
}
