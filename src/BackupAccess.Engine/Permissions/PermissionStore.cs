using BackupAccess.Engine.Access;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Permissions;

/// <summary>Permissions by name: the built-in ones, and the declared ones' SQL.</summary>
internal static class PermissionStore
{
    private const string Select = "SELECT name AS Name, description AS Description, operations AS Operations FROM permission";

    /// <summary>The permission of that name, in any case; null when there is none.</summary>
    public static Permission? Find(StateConnection db, string name) =>
        BuiltInAccess.Current.Permissions.GetValueOrDefault(name)
        ?? db.QueryFirst<PermissionRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) })?.ToPermission();

    /// <summary>The permission that a role names, which can't outlive it.</summary>
    public static Permission Require(StateConnection db, string name) =>
        Find(db, name) ?? throw new InvalidOperationException($"The permission \"{name}\" is in a role but not there.");

    /// <summary>Built-in permissions first, then the declared ones by name.</summary>
    public static IReadOnlyList<Permission> All(StateConnection db) =>
        [.. BuiltInAccess.Current.Permissions.Values, .. db.Query<PermissionRow>($"{Select} ORDER BY name_key").Select(row => row.ToPermission())];

    public static void Save(StateConnection db, Permission permission) => db.Execute(
        """
        INSERT INTO permission (name_key, name, description, operations) VALUES (@key, @Name, @Description, @operations)
        ON CONFLICT (name_key) DO UPDATE SET description = excluded.description, operations = excluded.operations
        """,
        new { key = KeyOf(permission.Name), permission.Name, permission.Description, operations = JsonText.FromList(permission.Operations) });

    public static void Delete(StateConnection db, string name) =>
        db.Execute("DELETE FROM permission WHERE name_key = @key", new { key = KeyOf(name) });

    private static string KeyOf(string name) => name.ToLowerInvariant();

    private sealed record PermissionRow(string Name, string? Description, string Operations)
    {
        public Permission ToPermission() => new()
        {
            Name = Name,
            BuiltIn = false,
            Description = Description,
            Operations = JsonText.ToList(Operations),
        };
    }
}
