using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Disables a user: sessions end at their next act, keys and grants rest.</summary>
public sealed record DisableUser(UserReference User) : IOperation<User>;

internal sealed class DisableUserHandler : ChangeHandler<DisableUser, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override UserRow Resolve(DisableUser request, OperationContext context) => UserLookup.Find(context, request.User);

    public override User Handle(DisableUser request, UserRow user, OperationContext context)
    {
        UserRules.RequireAnother(context, user);
        UserRules.RequireGiving(context, user);
        UserStore.Update(context.Db, user with { Enabled = 0, ConsoleEpoch = user.ConsoleEpoch + 1 });
        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user.Guid);
    }
}
