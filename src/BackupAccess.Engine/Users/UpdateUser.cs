using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>Changes when a user expires; null for never.</summary>
public sealed record UpdateUser(UserReference User, DateTimeOffset? Until) : IOperation<User>;

internal sealed class UpdateUserHandler : ChangeHandler<UpdateUser, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override UserRow Resolve(UpdateUser request, OperationContext context) => UserLookup.Find(context, request.User);

    public override User Handle(UpdateUser request, UserRow user, OperationContext context)
    {
        UserRules.RequireAnother(context, user);
        UserRow changed = user with { Until = request.Until?.ToMicroseconds() };
        UserRules.RequireGiving(context, user);
        UserRules.RequireGiving(context, changed);
        UserRules.RequireFuture(context, request.Until);
        UserStore.Update(context.Db, changed);
        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user.Guid);
    }
}
