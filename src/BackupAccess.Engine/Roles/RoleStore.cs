using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Roles;

/// <summary>Roles by name: the built-in ones, and the declared ones' SQL.</summary>
internal static class RoleStore
{
    private const string Select = "SELECT name AS Name, permissions AS Permissions, ends AS Ends, connectors AS Connectors, profiles AS Profiles, accounts AS Accounts FROM role";

    /// <summary>The role of that name or alias, in any case, with permissions that have ended; null when there is none.</summary>
    public static Role? Find(StateConnection db, string name) =>
        BuiltInAccess.Current.FindRole(name)
        ?? db.QueryFirst<RoleRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) })?.ToRole();

    /// <summary>The role of an assignment, which can't outlive it.</summary>
    public static Role Require(StateConnection db, string name) =>
        Find(db, name) ?? throw new InvalidOperationException($"The role \"{name}\" is assigned but not there.");

    /// <summary>Built-in roles first, then the declared ones by name.</summary>
    public static IReadOnlyList<Role> All(StateConnection db) =>
        [.. BuiltInAccess.Current.Roles, .. db.Query<RoleRow>($"{Select} ORDER BY name_key").Select(row => row.ToRole())];

    public static void Save(StateConnection db, Role role) => db.Execute(
        """
        INSERT INTO role (name_key, name, permissions, ends, connectors, profiles, accounts)
        VALUES (@key, @Name, @permissions, @ends, @connectors, @profiles, @accounts)
        ON CONFLICT (name_key) DO UPDATE SET permissions = excluded.permissions, ends = excluded.ends, connectors = excluded.connectors,
            profiles = excluded.profiles, accounts = excluded.accounts
        """,
        new
        {
            key = KeyOf(role.Name),
            role.Name,
            permissions = JsonText.FromList(role.Permissions),
            ends = JsonText.FromList([.. role.Ends.Select(Format)]),
            connectors = role.Connectors.ToString(),
            profiles = role.Profiles.ToString(),
            accounts = role.Accounts.ToString(),
        });

    public static void Delete(StateConnection db, string name) => db.Execute("DELETE FROM role WHERE name_key = @key", new { key = KeyOf(name) });

    private static string Format(PermissionEnd end) => string.Create(CultureInfo.InvariantCulture, $"{end.Permission}={end.Until.ToMicroseconds()}");

    private static PermissionEnd Parse(string end)
    {
        int sign = end.IndexOf('=', StringComparison.Ordinal);
        return new PermissionEnd(end[..sign], long.Parse(end.AsSpan(sign + 1), CultureInfo.InvariantCulture).ToTime());
    }

    private static string KeyOf(string name) => name.ToLowerInvariant();

    private sealed record RoleRow(string Name, string Permissions, string Ends, string Connectors, string Profiles, string Accounts)
    {
        public Role ToRole() => new()
        {
            Name = Name,
            BuiltIn = false,
            Permissions = JsonText.ToList(Permissions),
            Ends = [.. JsonText.ToList(Ends).Select(Parse)],
            Connectors = Enum.Parse<ConnectorReach>(Connectors),
            Profiles = Enum.Parse<ProfileReach>(Profiles),
            Accounts = Enum.Parse<AccountReach>(Accounts),
        };
    }
}
