using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Sets another user's password; null removes it. Open console sessions of the user end.</summary>
public sealed record SetPassword(UserReference User, Secret? Password) : IOperation<User>
{
    internal string? PasswordHash { get; init; }
}

internal sealed class SetPasswordHandler : ChangeHandler<SetPassword, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override void Validate(SetPassword request) => UserRules.RequireAcceptable(request.Password);

    public override UserRow Resolve(SetPassword request, OperationContext context) => UserLookup.Find(context, request.User);

    public override SetPassword Prepare(SetPassword request, UserRow user) =>
        request.Password is null || request.PasswordHash is not null ? request : request with { PasswordHash = PasswordHash.Create(request.Password) };

    public override User Handle(SetPassword request, UserRow user, OperationContext context)
    {
        if (user.Guid == context.Policy.UserId)
        {
            throw context.Refuse(user.Name, "one's own password is changed with the old one");
        }

        UserRules.RequireGiving(context, user);
        UserStore.Update(context.Db, user with
        {
            PasswordHash = request.PasswordHash,
            PasswordChangedAt = request.PasswordHash is null ? null : context.Now,
            ConsoleEpoch = user.ConsoleEpoch + 1,
        });
        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user.Guid);
    }
}
