using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access;

/// <summary>Gives a role to a user under the rules of giving.</summary>
internal static class RoleAssignment
{
    /// <exception cref="NotFoundException">There is no such role.</exception>
    /// <exception cref="AccessDeniedException">The caller doesn't hold what the user would.</exception>
    public static Role Assign(OperationContext context, UserRow user, string roleName, DateTimeOffset? until)
    {
        Role role = RoleStore.Find(context.Db, roleName) ?? throw new NotFoundException("role", Names.Printable(roleName));
        RoleHolding[] after = [.. PolicyCompiler.HoldingsOf(context.Db, user), PolicyCompiler.Hold(context.Db, role, PolicyCompiler.Earlier(until?.ToMicroseconds(), user.Until))];
        UserRules.RequireGiving(context, user, after);
        UserStore.AssignRole(context.Db, user.Guid, role.Name, until?.ToMicroseconds(), context.Policy.Name, context.Now);
        return role;
    }
}
