using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Throttling;

namespace BackupAccess.Engine.Users;

/// <summary>Removes a user with its keys, grants and assignments; the id is never used again.</summary>
public sealed record RemoveUser(UserReference User) : IOperation<User>;

internal sealed class RemoveUserHandler : ChangeHandler<RemoveUser, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override UserRow Resolve(RemoveUser request, OperationContext context) => UserLookup.Find(context, request.User);

    public override User Handle(RemoveUser request, UserRow user, OperationContext context)
    {
        UserRules.RequireAnother(context, user);
        UserRules.RequireGiving(context, user);
        User removed = UserLookup.Show(context, user);
        SignInThrottle.Forget(context.Db, context.Services.Folder.Key, user);
        UserStore.Delete(context.Db, user.Guid);
        context.PolicyChanged(user.Guid);
        return removed;
    }
}
