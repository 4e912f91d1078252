using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>Who holds a role of some kind now, for lists: everybody's assignments are read at once.</summary>
internal static class RolesInForce
{
    /// <summary>The ids of the unexpired users who hold, unexpired, a role of that kind.</summary>
    public static HashSet<string> UsersWith(OperationContext context, Func<Role, bool> isMeant)
    {
        Dictionary<string, long> ends = UserStore.All(context.Db).ToDictionary(user => user.Id, user => user.Until ?? UnixTime.Never, StringComparer.Ordinal);
        return [.. Assignments(context.Db, context.Now, isMeant).Where(id => ends[id] > context.Now)];
    }

    /// <summary>The ids of the users to whom a role of that kind is assigned, be they disabled or expired themselves.</summary>
    public static HashSet<string> AssignedTo(OperationContext context, Func<Role, bool> isMeant) => [.. Assignments(context.Db, context.Now, isMeant)];

    private static IEnumerable<string> Assignments(StateConnection db, long now, Func<Role, bool> isMeant)
    {
        HashSet<string> meant = [.. RoleStore.All(db).Where(isMeant).Select(role => role.Name)];
        return UserStore.AllRoles(db).Where(held => meant.Contains(held.Role) && (held.Until ?? UnixTime.Never) > now).Select(held => held.UserId);
    }
}
