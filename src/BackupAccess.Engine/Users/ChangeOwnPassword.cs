using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;

namespace BackupAccess.Engine.Users;

/// <summary>Changes the caller's own password, given the old one. Other console sessions of the caller end.</summary>
public sealed record ChangeOwnPassword(Secret OldPassword, Secret NewPassword) : IOperation<User>
{
    /// <summary>The hash that the old password was found right for.</summary>
    internal string? OldHash { get; init; }

    internal CheckedPassword? Checked { get; init; }
}

internal sealed class ChangeOwnPasswordHandler : ChangeHandler<ChangeOwnPassword, OwnPasswordSubject, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.Oneself;

    public override void Validate(ChangeOwnPassword request) => PasswordRules.RequireLength(request.NewPassword);

    public override OwnPasswordSubject Resolve(ChangeOwnPassword request, OperationContext context) => OwnPasswordSubject.Of(context);

    public override ChangeOwnPassword Prepare(ChangeOwnPassword request, OwnPasswordSubject own)
    {
        string right = request.OldHash ?? own.RequirePassword(request.OldPassword);
        return request with { OldHash = right, Checked = request.Checked ?? own.Password.Check(request.NewPassword) };
    }

    public override User Handle(ChangeOwnPassword request, OwnPasswordSubject own, OperationContext context)
    {
        own.RequireStill(request.OldHash);
        UserRow changed = own.Password.Set(context, request.Checked);
        context.Follow(changed);
        return UserLookup.Show(context, changed);
    }
}
