using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Throttling;

namespace BackupAccess.Engine.Users;

/// <summary>Forgets the failed sign-ins of a user's name and access keys, so that the next is taken at once.</summary>
public sealed record UnlockUser(UserReference User) : IOperation<User>;

internal sealed class UnlockUserHandler : ChangeHandler<UnlockUser, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UserRow Resolve(UnlockUser request, OperationContext context) => UserLookup.Find(context, request.User);

    public override User Handle(UnlockUser request, UserRow user, OperationContext context)
    {
        UserRules.RequireAnother(context, user);
        UserRules.RequireGiving(context, user);
        SignInThrottle.Forget(context.Db, context.Services.Folder.Key, user);
        return UserLookup.Show(context, user);
    }
}
