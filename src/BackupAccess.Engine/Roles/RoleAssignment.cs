using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>Gives a role to a user under the rules of giving.</summary>
internal static class RoleAssignment
{
    /// <exception cref="NotFoundException">There is no such role.</exception>
    /// <exception cref="AccessDeniedException">The caller doesn't hold what the user would.</exception>
    public static Role Assign(OperationContext context, UserRow user, string roleName, DateTimeOffset? until)
    {
        Role role = RoleStore.Find(context.Db, roleName) ?? throw new NotFoundException("role", Names.Printable(roleName));
        long end = PolicyCompiler.Earlier(until?.ToMicroseconds(), UserRules.Lasting(context, user).Until);
        RoleHolding[] after = [.. UserRules.HoldingsOf(context, user), .. PolicyCompiler.Hold(context.Db, role, end)];
        UserRules.RequireGiving(context, user, after);
        UserStore.AssignRole(context.Db, user.Guid, role.Name, until?.ToMicroseconds(), context.Policy.Name, context.Now);
        return role;
    }
}
