using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>Finds users for a caller, and shows them.</summary>
internal static class UserLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static UserRow Find(OperationContext context, UserReference reference)
    {
        UserRow? user = reference.Id is { } id ? UserStore.Find(context.Db, id)
            : UserStore.Find(context.Db, reference.Text)
                ?? (Guid.TryParse(reference.Text, out Guid typed) ? UserStore.Find(context.Db, typed) : null);
        return user is not null && (context.MayKnow<ListUsers>(user.Target) || context.Allows<ListUserNames>(user.Target))
            ? user
            : throw new NotFoundException("user", Names.Printable(reference.Text)) { IsHidden = user is not null };
    }

    public static User Show(OperationContext context, UserRow user) =>
        Show(user, UserStore.Roles(context.Db, user.Guid), AccessKeyStore.OfUser(context.Db, user.Guid).Count, context.Now);

    public static User Show(UserRow user, IEnumerable<UserRoleRow> roles, long accessKeys, long now) => new()
    {
        Id = user.Guid,
        Name = user.Name,
        Enabled = user.IsEnabled,
        ConsoleAccess = user.HasConsoleAccess,
        HasPassword = user.PasswordHash is not null,
        PasswordChanged = user.PasswordChangedAt.ToTime(),
        AccessKeys = (int)accessKeys,
        Assignments = [.. roles.Where(role => (role.Until ?? UnixTime.Never) > now).Select(role => new UserRole(role.Role, role.Until.ToTime()))],
        Until = user.Until.ToTime(),
        Created = user.CreatedAt.ToTime(),
    };

    public static User Show(OperationContext context, Guid id) =>
        Show(context, UserStore.Find(context.Db, id) ?? throw new InvalidOperationException("The user was removed within its own transaction."));
}
