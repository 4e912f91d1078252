using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;

namespace BackupAccess.PowerShell;

/// <summary>A cmdlet that follows how users, roles, permissions and operations hang together. Each list on the way is decided by itself.</summary>
public abstract class BkAccessQueryCmdlet : BkQueryCmdlet
{
    /// <summary>The roles that are named; a literal name that isn't there is reported.</summary>
    private protected IReadOnlyList<Role> Roles(IEnumerable<ObjectName> names) =>
        Found("role", names, asked => List(new ListRoles(asked)), role => role.Name);

    /// <summary>The permissions that are named; a literal name that isn't there is reported.</summary>
    private protected IReadOnlyList<Permission> Permissions(IEnumerable<ObjectName> names) =>
        Found("permission", names, asked => List(new ListPermissions(asked)), permission => permission.Name);

    /// <summary>The operations that are named; a literal name that isn't there is reported.</summary>
    private protected IReadOnlyList<OperationDescription> Operations(IEnumerable<ObjectName> names) =>
        Found("operation", names, asked => List(new ListOperations(asked)), operation => operation.Name);

    /// <summary>The roles that users hold, each once.</summary>
    private protected IReadOnlyList<Role> RolesOf(UserReference[] users)
    {
        RequireUsers(users);
        string[] held = [.. List(new ListUsers([.. users.Select(user => user.Text)])).SelectMany(user => user.Roles).Distinct()];
        return held.Length == 0 ? [] : [.. List(new ListRoles(held))];
    }

    /// <summary>The permissions that roles hold, each once.</summary>
    private protected IEnumerable<Permission> PermissionsOf(IReadOnlyList<Role> roles)
    {
        string[] held = [.. roles.SelectMany(role => role.Permissions).Distinct()];
        return held.Length == 0 ? [] : List(new ListPermissions(held));
    }

    /// <summary>The permissions that hold any of the operations that are named.</summary>
    private protected IEnumerable<Permission> PermissionsWith(IEnumerable<ObjectName> operations)
    {
        HashSet<string> named = [.. Operations(operations).Select(operation => operation.Name)];
        return named.Count == 0 ? [] : List(new ListPermissions([])).Where(permission => named.Overlaps(permission.Operations));
    }

    /// <summary>The roles that hold any of the permissions.</summary>
    private protected IEnumerable<Role> RolesWith(IEnumerable<Permission> permissions)
    {
        HashSet<string> named = [.. permissions.Select(permission => permission.Name)];
        return named.Count == 0 ? [] : List(new ListRoles([])).Where(role => named.Overlaps(role.Permissions));
    }

    /// <summary>The users who hold any of the roles now.</summary>
    private protected IEnumerable<User> UsersWith(IEnumerable<Role> roles)
    {
        string[] named = [.. roles.Select(role => role.Name)];
        return named.Length == 0 ? [] : List(new ListUsers([]) { Roles = named });
    }

    private List<T> Found<T>(string kind, IEnumerable<ObjectName> names, Func<string[], IEnumerable<T>> list, Func<T, string> nameOf)
    {
        string[] asked = [.. names.Select(name => name.Text)];
        List<T> found = [.. list(asked)];
        RequireNamed(kind, asked, name => found.Exists(one => IsNamed(nameOf(one), id: null, name)));
        return found;
    }
}
