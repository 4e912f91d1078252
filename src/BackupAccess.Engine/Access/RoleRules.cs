using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access;

/// <summary>The rules for declaring a role.</summary>
internal static class RoleRules
{
    /// <exception cref="ConflictException">The role is a built-in one.</exception>
    public static void RequireDeclared(string name)
    {
        bool isSelf = string.Equals(name, BuiltInAccess.SelfPermission, StringComparison.OrdinalIgnoreCase);
        if (isSelf || BuiltInAccess.Current.FindRole(name) is not null)
        {
            throw new ConflictException("BuiltIn", $"\"{name}\" is a built-in role, which nobody can add, change or remove.");
        }
    }

    /// <exception cref="NotFoundException">There is no such permission.</exception>
    public static IReadOnlyList<string> ResolvePermissions(IEnumerable<string> permissions) =>
        [.. permissions.Select(ResolvePermission).Distinct()];

    /// <summary>What a declared role holds is given to whoever is assigned it, so the declarer must hold it over every connector.</summary>
    /// <exception cref="AccessDeniedException">The caller doesn't.</exception>
    public static void RequireHeld(OperationContext context, Role role)
    {
        RoleHolding widest = PolicyCompiler.Hold(role, UnixTime.Never);
        widest = widest.Connectors == ConnectorReach.Granted ? widest with { Connectors = ConnectorReach.All } : widest;
        if (!Giving.Covers(context.Policy, [widest], ConnectorGrants.None, context.Now))
        {
            throw context.Refuse(role.Name, "nobody gives or changes what they do not hold themselves");
        }
    }

    private static string ResolvePermission(string name) =>
        BuiltInAccess.Current.Permissions.Keys.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase) && known != BuiltInAccess.SelfPermission)
        ?? throw new NotFoundException("permission", Names.Printable(name));
}
