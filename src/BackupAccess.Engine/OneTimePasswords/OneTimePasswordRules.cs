using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>What has to hold of a user's one-time password.</summary>
internal static class OneTimePasswordRules
{
    /// <exception cref="ConflictException">The user has none in force.</exception>
    public static void RequireInForce(OperationContext context, UserRow user) =>
        Require(OneTimePasswordStore.Find(context.Db, user.Guid)?.SealedSecret is not null, user);

    /// <exception cref="ConflictException">The user has none, not even one that is pending.</exception>
    public static void RequireAny(OperationContext context, UserRow user) =>
        Require(OneTimePasswordStore.Find(context.Db, user.Guid) is not null, user);

    private static void Require(bool has, UserRow user)
    {
        if (!has)
        {
            throw new ConflictException("NoOneTimePassword", $"\"{user.Name}\" has no one-time password.");
        }
    }
}
