using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>The rules above the table for whoever changes a user.</summary>
internal static class UserRules
{
    /// <summary>The caller must hold every operation, over the same reach, that the user holds.</summary>
    /// <exception cref="AccessDeniedException">The caller doesn't.</exception>
    public static void RequireGiving(OperationContext context, UserRow user)
    {
        // Everybody holds what they hold, also as owner of accounts, which nobody gives who doesn't reach all of them.
        if (user.Guid != context.Policy.UserId)
        {
            RequireGiving(context, user, HoldingsOf(context, user));
        }
    }

    /// <summary>The caller must hold every operation, over the same reach, of these holdings of the user.</summary>
    /// <exception cref="AccessDeniedException">The caller doesn't.</exception>
    public static void RequireGiving(OperationContext context, UserRow user, ReadOnlySpan<RoleHolding> holdings) =>
        RequireGiving(context, user, holdings, PolicyCompiler.ProfilesOf(context.Db, user.Guid));

    /// <summary>The caller must hold every operation, over the same reach, of these holdings of the user with these profiles assigned.</summary>
    /// <exception cref="AccessDeniedException">The caller doesn't.</exception>
    public static void RequireGiving(OperationContext context, UserRow user, ReadOnlySpan<RoleHolding> holdings, GrantSet profiles)
    {
        if (RefusalOfGiving(context, user, holdings, profiles) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>The roles of a user as giving is judged by them: an expired user may be prolonged, and so is judged as one who doesn't expire.</summary>
    public static RoleHolding[] HoldingsOf(OperationContext context, UserRow user) => PolicyCompiler.HoldingsOf(context.Db, Lasting(context, user));

    /// <summary>The user; without an end where that has passed.</summary>
    public static UserRow Lasting(OperationContext context, UserRow user) => user.Until <= context.Now ? user with { Until = null } : user;

    /// <summary>The refusal of a caller who doesn't hold these holdings of the user; null where there is none.</summary>
    public static AccessDeniedException? RefusalOfGiving(OperationContext context, UserRow user, ReadOnlySpan<RoleHolding> holdings) =>
        RefusalOfGiving(context, user, holdings, PolicyCompiler.ProfilesOf(context.Db, user.Guid));

    private static AccessDeniedException? RefusalOfGiving(OperationContext context, UserRow user, ReadOnlySpan<RoleHolding> holdings, GrantSet profiles) =>
        Giving.Covers(context.Policy, holdings, PolicyCompiler.ConnectorsOf(context.Db, user.Guid), profiles, context.Now)
            ? null
            : context.Refuse(user.Name, RoleRules.NotHeld);

    /// <summary>Nobody changes an own role, grant, expiry or lock-out.</summary>
    /// <exception cref="AccessDeniedException">The user is the caller.</exception>
    public static void RequireAnother(OperationContext context, UserRow user)
    {
        if (user.Guid == context.Policy.UserId)
        {
            throw context.Refuse(user.Name, "nobody changes an own role, grant, expiry or lock-out");
        }
    }

    /// <exception cref="InvalidRequestException">The time has passed already.</exception>
    public static void RequireFuture(OperationContext context, DateTimeOffset? until)
    {
        if (until is { } end && end.ToMicroseconds() <= context.Now)
        {
            throw new InvalidRequestException("InvalidValue", $"The end \"{end:u}\" has passed already.");
        }
    }

    /// <summary>Ends the user's open console sessions, whose credentials have changed.</summary>
    public static UserRow EndConsoleSessions(OperationContext context, UserRow user)
    {
        UserRow changed = user with { ConsoleEpoch = user.ConsoleEpoch + 1 };
        UserStore.Update(context.Db, changed);
        context.PolicyChanged(user.Guid);
        return changed;
    }
}
