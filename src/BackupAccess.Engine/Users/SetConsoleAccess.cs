using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Switches sign-in by password on or off; off ends open console sessions, access keys go on.</summary>
public sealed record SetConsoleAccess(UserReference User, ConsoleAccess ConsoleAccess) : IOperation<User>;

internal sealed class SetConsoleAccessHandler : ChangeHandler<SetConsoleAccess, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override UserRow Resolve(SetConsoleAccess request, OperationContext context) => UserLookup.Find(context, request.User);

    public override User Handle(SetConsoleAccess request, UserRow user, OperationContext context)
    {
        UserRules.RequireAnother(context, user);
        UserRules.RequireGiving(context, user);
        bool on = request.ConsoleAccess == ConsoleAccess.On;
        UserStore.Update(context.Db, user with { ConsoleAccess = on ? 1 : 0, ConsoleEpoch = on ? user.ConsoleEpoch : user.ConsoleEpoch + 1 });
        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user.Guid);
    }
}
