using BackupAccess.Engine.Access;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Bench.Policies;

/// <summary>
/// A state with many users, each with two roles and twenty grants, of which those of every fiftieth user end. It is written
/// past the door, set by set, since making it is not what is measured.
/// </summary>
internal static class LargeState
{
    public const int Grants = 20;
    public const int Roles = 200;

    private const string Numbers = "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < @count)";

    private static readonly string[] s_reaches = ["Granted", "Granted", "Granted", "All", "None"];

    /// <summary>The id of a user by number: ascending, its last half spread.</summary>
    public static Guid UserId(int number) => Guid.Parse($"0193{number >> 16:x4}-{number & 0xffff:x4}-7000-8{(ulong)(uint)number * 2654435761 % 4096:x3}-{(ulong)(uint)number * 40503 % 65536:x4}{number:x8}");

    public static void Fill(StateDatabase database, int users, int connectors)
    {
        using StateTransaction db = database.BeginImmediate();
        for (int role = 0; role < Roles; role++)
        {
            string[] permissions = [.. BuiltInAccess.Current.Permissions.Keys.Where((name, place) => name != BuiltInAccess.SelfPermission && (place + role) % 5 == 0)];
            RoleStore.Save(db, new Role
            {
                Name = $"Role{role:d3}",
                BuiltIn = false,
                Permissions = permissions,
                Connectors = Enum.Parse<ConnectorReach>(s_reaches[role % s_reaches.Length]),
                Profiles = ProfileReach.Assigned,
                Accounts = AccountReach.ByConnector,
            });
        }

        db.Execute(
            $"""
            INSERT INTO connector (id, number, name, name_key, kind, path, storage, legacy, created_at)
            {Numbers} SELECT {Connector("n")}, n, 'connector' || n, 'connector' || n, 'Folder', '/srv/' || n, 'default', 0, 1 FROM numbers
            """,
            new { count = connectors });
        db.Execute(
            $"""
            INSERT INTO app_user (id, name, name_key, enabled, console_access, console_epoch, created_at)
            {Numbers} SELECT {User("n")}, 'user' || n, 'user' || n, 1, 0, 1, 1 FROM numbers
            """,
            new { count = users });
        db.Execute(
            $"""
            INSERT INTO user_role (user_id, role, granted_by, granted_at)
            {Numbers} SELECT {User("n")}, printf('Role%03d', n % {Roles}), 'bench', 1 FROM numbers
            UNION ALL SELECT {User("n")}, 'Viewer', 'bench', 1 FROM numbers
            """,
            new { count = users });
        db.Execute(
            $"""
            INSERT INTO connector_grant (user_id, connector_id, until, granted_by, granted_at)
            {Numbers} SELECT {User("n / " + Grants)}, {Connector($"((n / {Grants}) * 31 + (n % {Grants}) * 4999) % @connectors")},
                CASE WHEN (n / {Grants}) % 50 = 0 THEN 4000000000000000 END, 'bench', 1 FROM numbers
            """,
            new { count = users * Grants, connectors });
        db.Commit();
    }

    private static string User(string n) =>
        $"printf('0193%04x-%04x-7000-8%03x-%04x%08x', ({n}) >> 16, ({n}) & 65535, ({n}) * 2654435761 % 4096, ({n}) * 40503 % 65536, {n})";

    private static string Connector(string n) => $"printf('01920000-0000-7000-8000-%012x', {n})";
}
