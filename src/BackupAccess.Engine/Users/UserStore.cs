using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>The users' SQL.</summary>
internal static class UserStore
{
    private const string Select = """
        SELECT id AS Id, name AS Name, enabled AS Enabled, console_access AS ConsoleAccess, console_epoch AS ConsoleEpoch,
               password_hash AS PasswordHash, password_changed_at AS PasswordChangedAt, until AS Until, created_at AS CreatedAt
        FROM app_user
        """;

    private const string SelectRoles = "SELECT user_id AS UserId, role AS Role, until AS Until FROM user_role";

    public static UserRow? Find(StateConnection db, Guid id) =>
        db.QueryFirst<UserRow>($"{Select} WHERE id = @id", new { id = id.ToString() });

    public static UserRow? Find(StateConnection db, string name) =>
        db.QueryFirst<UserRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) });

    public static IReadOnlyList<UserRow> All(StateConnection db) => db.Query<UserRow>($"{Select} ORDER BY name_key");

    public static IReadOnlyList<UserRoleRow> Roles(StateConnection db, Guid id) =>
        db.Query<UserRoleRow>($"{SelectRoles} WHERE user_id = @id ORDER BY role", new { id = id.ToString() });

    /// <summary>Every user's roles, each user's by name.</summary>
    public static IReadOnlyList<UserRoleRow> AllRoles(StateConnection db) => db.Query<UserRoleRow>($"{SelectRoles} ORDER BY role");

    public static void Insert(StateConnection db, UserRow user) => db.Execute(
        """
        INSERT INTO app_user (id, name, name_key, enabled, console_access, console_epoch, password_hash, password_changed_at, until, created_at)
        VALUES (@Id, @Name, @key, @Enabled, @ConsoleAccess, @ConsoleEpoch, @PasswordHash, @PasswordChangedAt, @Until, @CreatedAt)
        """,
        new
        {
            user.Id,
            user.Name,
            key = KeyOf(user.Name),
            user.Enabled,
            user.ConsoleAccess,
            user.ConsoleEpoch,
            user.PasswordHash,
            user.PasswordChangedAt,
            user.Until,
            user.CreatedAt,
        });

    /// <summary>Writes everything but the name and the time of creation.</summary>
    public static void Update(StateConnection db, UserRow user) => db.Execute(
        """
        UPDATE app_user SET enabled = @Enabled, console_access = @ConsoleAccess, console_epoch = @ConsoleEpoch,
               password_hash = @PasswordHash, password_changed_at = @PasswordChangedAt, until = @Until
        WHERE id = @Id
        """,
        new { user.Id, user.Enabled, user.ConsoleAccess, user.ConsoleEpoch, user.PasswordHash, user.PasswordChangedAt, user.Until });

    /// <summary>Deletes the user with keys, roles and grants; accounts lose the owner.</summary>
    public static void Delete(StateConnection db, Guid id) =>
        db.Execute("DELETE FROM app_user WHERE id = @id", new { id = id.ToString() });

    public static void AssignRole(StateConnection db, Guid id, string role, long? until, string by, long now) => db.Execute(
        """
        INSERT INTO user_role (user_id, role, until, granted_by, granted_at) VALUES (@id, @role, @until, @by, @now)
        ON CONFLICT (user_id, role) DO UPDATE SET until = excluded.until, granted_by = excluded.granted_by, granted_at = excluded.granted_at
        """,
        new { id = id.ToString(), role, until, by, now });

    public static int UnassignRole(StateConnection db, Guid id, string role) =>
        db.Execute("DELETE FROM user_role WHERE user_id = @id AND role = @role", new { id = id.ToString(), role });

    /// <summary>Everybody's assignments of a role.</summary>
    public static IReadOnlyList<UserRoleRow> AssignmentsOf(StateConnection db, string role) =>
        db.Query<UserRoleRow>($"{SelectRoles} WHERE role = @role ORDER BY user_id", new { role });

    /// <summary>Takes a role from everybody.</summary>
    public static void UnassignRole(StateConnection db, string role) => db.Execute("DELETE FROM user_role WHERE role = @role", new { role });

    /// <summary>
    /// Names are compared without the case of ASCII letters, which are all that names have: no other character is another
    /// form of one, as the Kelvin sign is of k.
    /// </summary>
    public static string KeyOf(string name) => string.Create(name.Length, name, (key, from) => System.Text.Ascii.ToLower(from, key, out _));
}
