using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Permissions;

/// <summary>The rules for declaring a permission.</summary>
internal static class PermissionRules
{
    /// <exception cref="ConflictException">The permission is a built-in one.</exception>
    public static void RequireDeclared(string name)
    {
        if (BuiltInAccess.Current.Permissions.ContainsKey(name))
        {
            throw new ConflictException("BuiltIn", $"\"{name}\" is a built-in permission, which nobody can add, change or remove.");
        }
    }

    /// <exception cref="InvalidRequestException">A description is too long or isn't one line that can be shown.</exception>
    public static void RequireDescription(string? description)
    {
        const int MostCharacters = 500;
        if (description is not null && (description.Length > MostCharacters || !Names.IsPrintable(description)))
        {
            throw new InvalidRequestException("InvalidValue", $"A description has at most {MostCharacters} characters on one line.");
        }
    }

    /// <summary>The operations by their own names, each once, in order.</summary>
    /// <exception cref="NotFoundException">There is no such operation.</exception>
    /// <exception cref="ConflictException">Everybody holds one of them on oneself, and nobody is given it.</exception>
    public static IReadOnlyList<string> ResolveOperations(IEnumerable<string> operations) =>
        [.. operations.Select(Resolve).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whether an operation can be put into a permission: a built-in one besides SELF holds it.</summary>
    public static bool IsGivable(string operation) => BuiltInAccess.Current.Permissions.Values.Any(
        permission => permission.Name != BuiltInAccess.SelfPermission && permission.Operations.Contains(operation, StringComparer.Ordinal));

    /// <summary>The caller must hold each operation by a role without end, besides what everybody holds on oneself.</summary>
    /// <exception cref="AccessDeniedException">The caller doesn't.</exception>
    public static void RequireHeld(OperationContext context, Permission permission)
    {
        foreach (string operation in permission.Operations)
        {
            if (!HoldsForGood(context.Policy, OperationCatalogue.Find(operation)!.Number))
            {
                throw context.Refuse(permission.Name, RoleRules.NotHeld);
            }
        }
    }

    /// <summary>Whoever holds a role that names a permission holds the permission.</summary>
    /// <exception cref="AccessDeniedException">The caller does.</exception>
    public static void RequireNotHeld(OperationContext context, string permission, IEnumerable<Role> naming)
    {
        if (naming.Any(role => context.Policy.Holds(role.Name, context.Now)))
        {
            throw context.Refuse(permission, "nobody changes a permission they hold");
        }
    }

    /// <summary>The declared roles that name a permission.</summary>
    public static IReadOnlyList<Role> RolesNaming(StateConnection db, string permission) =>
        [.. RoleStore.All(db).Where(role => role.Permissions.Contains(permission, StringComparer.OrdinalIgnoreCase))];

    /// <summary>The names of declared permissions, where the caller may list them.</summary>
    public static IReadOnlyList<string> DeclaredNames(OperationContext context) =>
        context.Allows<ListPermissions>(Target.None) ? [.. PermissionStore.All(context.Db).Where(permission => !permission.BuiltIn).Select(permission => permission.Name)] : [];

    private static string Resolve(string name)
    {
        Handler operation = OperationCatalogue.Find(name) ?? throw new NotFoundException("operation", Names.Printable(name));
        return IsGivable(operation.Name)
            ? operation.Name
            : throw new ConflictException("BuiltIn", $"\"{operation.Name}\" is held by everybody on themselves and can't be put into a permission.");
    }

    private static bool HoldsForGood(AccessPolicy policy, int operation)
    {
        foreach (ref readonly RoleHolding role in policy.Roles)
        {
            if (role.Role != BuiltInAccess.SelfPermission && role.Contains(operation) && Math.Min(role.Until, policy.Until) == UnixTime.Never)
            {
                return true;
            }
        }

        return false;
    }
}
