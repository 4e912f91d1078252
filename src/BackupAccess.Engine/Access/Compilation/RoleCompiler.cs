using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>Compiles the definitions of roles. A built-in role is compiled once for good.</summary>
internal static class RoleCompiler
{
    private static readonly Lazy<Dictionary<string, CompiledRole>> s_builtIn = new(() => BuiltInAccess.Current.Roles.ToDictionary(
        role => role.Name,
        role => Compile(role, role.Permissions.Select(name => BuiltInAccess.Current.Permissions[name])),
        StringComparer.OrdinalIgnoreCase));

    private static readonly Lazy<CompiledRole> s_selfWithKeys = new(() => CompileSelf(BuiltInAccess.Current.Permissions[BuiltInAccess.SelfPermission]));

    private static readonly Lazy<CompiledRole> s_self = new(() => CompileSelf(OwnKeys.LeftOut(BuiltInAccess.Current.Permissions[BuiltInAccess.SelfPermission])));

    /// <summary>What everybody holds without being assigned it.</summary>
    public static CompiledRole SelfOf(StateConnection db) => KnownSettings.SelfKeys.Read(db) ? s_selfWithKeys.Value : s_self.Value;

    /// <summary>Every role, built in or declared, by name in any case.</summary>
    public static Dictionary<string, CompiledRole> All(StateConnection db)
    {
        Dictionary<string, CompiledRole> all = new(s_builtIn.Value, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, Permission> permissions = PermissionStore.All(db).ToDictionary(permission => permission.Name, StringComparer.OrdinalIgnoreCase);
        foreach (Role role in RoleStore.All(db).Where(role => !role.BuiltIn))
        {
            all[role.Name] = Compile(role, role.Permissions.Select(name => permissions[name]));
        }

        return all;
    }

    public static CompiledRole Compile(StateConnection db, Role role) =>
        role.BuiltIn ? s_builtIn.Value[role.Name] : Compile(role, role.Permissions.Select(permission => PermissionStore.Require(db, permission)));

    /// <summary>Compiles a role of the permissions that it names: what it is for good, and before the end of each that ends.</summary>
    public static CompiledRole Compile(Role role, IEnumerable<Permission> permissions)
    {
        if (role.Ends.Count == 0)
        {
            return CompileStage(role, permissions);
        }

        Permission[] all = [.. permissions];
        CompiledRole compiled = CompileStage(role, all.Where(permission => role.EndOf(permission.Name) == UnixTime.Never));
        foreach (long end in role.Ends.Select(one => one.Until.ToMicroseconds()).Distinct().OrderDescending())
        {
            compiled = CompileStage(role, all.Where(permission => role.EndOf(permission.Name) >= end)) with { Ends = end, Then = compiled };
        }

        return compiled;
    }

    private static CompiledRole CompileStage(Role role, IEnumerable<Permission> permissions)
    {
        OperationSet operations = default;
        UserReach users = UserReach.Self;
        foreach (Permission permission in permissions)
        {
            foreach (string operation in permission.Operations)
            {
                operations.Add(OperationCatalogue.Find(operation)!.Number);
            }

            users = Max(users, UserReaches.Of(permission));
        }

        return new CompiledRole(role.Name, operations, role.Connectors, role.Profiles, role.Accounts, users);
    }

    private static CompiledRole CompileSelf(Permission self) => Compile(
        new Role
        {
            Name = BuiltInAccess.SelfPermission,
            BuiltIn = true,
            Permissions = [BuiltInAccess.SelfPermission],
            Connectors = ConnectorReach.None,
            Profiles = ProfileReach.None,
            Accounts = AccountReach.None,
        },
        [self]);

    private static UserReach Max(UserReach left, UserReach right) => left > right ? left : right;
}
