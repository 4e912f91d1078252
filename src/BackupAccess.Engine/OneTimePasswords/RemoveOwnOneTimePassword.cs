using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>Removes the caller's one-time password and recovery codes, given the password. Other console sessions of the caller end.</summary>
public sealed record RemoveOwnOneTimePassword(Secret Password) : IOperation<User>
{
    internal string? PasswordHash { get; init; }
}

internal sealed class RemoveOwnOneTimePasswordHandler : ChangeHandler<RemoveOwnOneTimePassword, OwnPasswordSubject, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.Oneself;

    public override OwnPasswordSubject Resolve(RemoveOwnOneTimePassword request, OperationContext context) => OwnPasswordSubject.Of(context);

    public override RemoveOwnOneTimePassword Prepare(RemoveOwnOneTimePassword request, OwnPasswordSubject own) =>
        request.PasswordHash is not null ? request : request with { PasswordHash = own.RequirePassword(request.Password) };

    public override User Handle(RemoveOwnOneTimePassword request, OwnPasswordSubject own, OperationContext context)
    {
        own.RequireStill(request.PasswordHash);
        OneTimePasswordRules.RequireAny(context, own.User);
        OneTimePasswordStore.Delete(context.Db, own.User.Guid);
        UserRow changed = UserRules.EndConsoleSessions(context, own.User);
        context.Follow(changed);
        return UserLookup.Show(context, changed);
    }
}
