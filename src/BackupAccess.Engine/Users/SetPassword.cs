using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;

namespace BackupAccess.Engine.Users;

/// <summary>Sets another user's password; null removes it. Open console sessions of the user end.</summary>
public sealed record SetPassword(UserReference User, Secret? Password) : IOperation<User>
{
    internal CheckedPassword? Checked { get; init; }
}

internal sealed class SetPasswordHandler : ChangeHandler<SetPassword, PasswordSubject, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override void Validate(SetPassword request) => PasswordRules.RequireLength(request.Password);

    public override PasswordSubject Resolve(SetPassword request, OperationContext context)
    {
        UserRow user = UserLookup.Find(context, request.User);
        return PasswordSubject.Of(context, user) with { Refusal = RefusalOf(context, user) };
    }

    // Who may not set the password is refused before it is compared with those that the user had.
    public override SetPassword Prepare(SetPassword request, PasswordSubject subject) => subject.Refusal is { } refusal ? throw refusal
        : request.Password is null || request.Checked is not null ? request
        : request with { Checked = subject.Check(request.Password) };

    public override User Handle(SetPassword request, PasswordSubject subject, OperationContext context) =>
        UserLookup.Show(context, subject.Set(context, request.Checked));

    private static AccessDeniedException? RefusalOf(OperationContext context, UserRow user) => user.Guid == context.Policy.UserId
        ? context.Refuse(user.Name, "one's own password is changed with the old one")
        : UserRules.RefusalOfGiving(context, user, UserRules.HoldingsOf(context, user));
}
