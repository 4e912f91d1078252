using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Enables a user: keys and grants work again.</summary>
public sealed record EnableUser(UserReference User) : IOperation<User>;

internal sealed class EnableUserHandler : ChangeHandler<EnableUser, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UserRow Resolve(EnableUser request, OperationContext context) => UserLookup.Find(context, request.User);

    public override User Handle(EnableUser request, UserRow user, OperationContext context)
    {
        UserRules.RequireAnother(context, user);
        UserRules.RequireGiving(context, user);
        UserStore.Update(context.Db, user with { Enabled = 1 });
        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user.Guid);
    }
}
