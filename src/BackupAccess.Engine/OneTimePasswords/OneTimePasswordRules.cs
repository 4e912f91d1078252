using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>What has to hold of a user's one-time password.</summary>
internal static class OneTimePasswordRules
{
    /// <exception cref="ConflictException">The user has none in force.</exception>
    public static void RequireInForce(OperationContext context, UserRow user)
    {
        if (OneTimePasswordStore.Find(context.Db, user.Guid)?.SealedSecret is null)
        {
            throw new ConflictException("NoOneTimePassword", $"\"{user.Name}\" has no one-time password.");
        }
    }
}
