using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>The rules for declaring a role.</summary>
internal static class RoleRules
{
    public const string NotHeld = "nobody gives or changes what they do not hold themselves";

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
    public static IReadOnlyList<string> ResolvePermissions(StateConnection db, IEnumerable<string> permissions) =>
        [.. permissions.Select(name => ResolvePermission(db, name)).Distinct()];

    /// <summary>A role that holds permissions for good and others until a time; one named in both ways ends.</summary>
    /// <exception cref="NotFoundException">There is no such permission.</exception>
    /// <exception cref="InvalidRequestException">An end has passed already.</exception>
    public static Role WithPermissions(OperationContext context, Role role, IEnumerable<string> permissions, IEnumerable<PermissionEnd> ends)
    {
        Role changed = role with { Permissions = ResolvePermissions(context.Db, permissions), Ends = [] };
        foreach (PermissionEnd end in ends)
        {
            UserRules.RequireFuture(context, end.Until);
            changed = changed.With(ResolvePermissions(context.Db, [end.Permission])[0], end.Until);
        }

        return changed;
    }

    /// <exception cref="AccessDeniedException">The caller holds the role.</exception>
    public static void RequireNotHeld(OperationContext context, Role role)
    {
        if (context.Policy.Holds(role.Name, context.Now))
        {
            throw context.Refuse(role.Name, "nobody changes a role they hold");
        }
    }

    /// <summary>Puts a role's new state in the place of the old one, both of which the caller must hold.</summary>
    /// <exception cref="AccessDeniedException">The caller holds the role itself, or doesn't hold what it holds.</exception>
    public static ChangedRole Change(OperationContext context, Role role, Role changed, RememberedGrants grants = RememberedGrants.Keep)
    {
        RequireNotHeld(context, role);
        RequireHeld(context, role);
        RequireHeld(context, changed);
        RoleStore.Save(context.Db, changed);
        context.DefinitionsChanged();
        return new HolderGrants(context, role, changed).Conclude(changed, grants);
    }

    /// <summary>A role in a line, for the audit log.</summary>
    public static string Describe(Role role) =>
        $"{string.Join(", ", role.Permissions.Select(permission => role.Ends.FirstOrDefault(end => end.Permission == permission)?.ToString() ?? permission))}; connectors {role.Connectors}, profiles {role.Profiles}, accounts {role.Accounts}";

    /// <summary>What a declared role holds is given to whoever is assigned it, so the declarer must hold it over every connector and profile.</summary>
    /// <exception cref="AccessDeniedException">The caller doesn't.</exception>
    public static void RequireHeld(OperationContext context, Role role)
    {
        RoleHolding[] widest = [.. RoleCompiler.Compile(context.Db, role).Stages.Select(stage => Widest(stage).HeldUntil(UnixTime.Never))];
        if (!Giving.Covers(context.Policy, widest, GrantSet.None, GrantSet.None, context.Now))
        {
            throw context.Refuse(role.Name, NotHeld);
        }
    }

    private static CompiledRole Widest(CompiledRole role) => role with
    {
        Connectors = role.Connectors == ConnectorReach.Granted ? ConnectorReach.All : role.Connectors,
        Profiles = role.Profiles == ProfileReach.Assigned ? ProfileReach.All : role.Profiles,
    };

    private static string ResolvePermission(StateConnection db, string name) =>
        PermissionStore.Find(db, name) is { } permission && permission.Name != BuiltInAccess.SelfPermission
            ? permission.Name
            : throw new NotFoundException("permission", Names.Printable(name));
}
