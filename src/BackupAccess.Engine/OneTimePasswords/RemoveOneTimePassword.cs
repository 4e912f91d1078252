using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>Removes another user's one-time password and recovery codes. Open console sessions of the user end.</summary>
public sealed record RemoveOneTimePassword(UserReference User) : IOperation<User>;

internal sealed class RemoveOneTimePasswordHandler : ChangeHandler<RemoveOneTimePassword, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UserRow Resolve(RemoveOneTimePassword request, OperationContext context) => UserLookup.Find(context, request.User);

    public override User Handle(RemoveOneTimePassword request, UserRow user, OperationContext context)
    {
        if (user.Guid == context.Policy.UserId)
        {
            throw context.Refuse(user.Name, "one's own one-time password is removed with the password");
        }

        UserRules.RequireGiving(context, user);
        OneTimePasswordRules.RequireAny(context, user);
        OneTimePasswordStore.Delete(context.Db, user.Guid);
        return UserLookup.Show(context, UserRules.EndConsoleSessions(context, user));
    }
}
