using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Changes the caller's own password, given the old one.</summary>
public sealed record ChangeOwnPassword(Secret OldPassword, Secret NewPassword) : IOperation<User>
{
    /// <summary>The hash that the old password was found right for.</summary>
    internal string? OldHash { get; init; }

    internal string? NewHash { get; init; }
}

internal sealed class ChangeOwnPasswordHandler : ChangeHandler<ChangeOwnPassword, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override void Validate(ChangeOwnPassword request) => UserRules.RequireAcceptable(request.NewPassword);

    public override UserRow Resolve(ChangeOwnPassword request, OperationContext context) =>
        UserStore.Find(context.Db, context.Policy.UserId) ?? throw new NotFoundException("user", context.Policy.Name);

    public override ChangeOwnPassword Prepare(ChangeOwnPassword request, UserRow user) =>
        request.OldHash is not null ? request
            : PasswordHash.Verify(request.OldPassword, user.PasswordHash) ? request with { OldHash = user.PasswordHash, NewHash = PasswordHash.Create(request.NewPassword) }
            : throw Wrong(user);

    public override User Handle(ChangeOwnPassword request, UserRow user, OperationContext context)
    {
        if (request.OldHash != user.PasswordHash)
        {
            throw Wrong(user);
        }

        UserStore.Update(context.Db, user with
        {
            PasswordHash = request.NewHash,
            PasswordChangedAt = context.Now,
            ConsoleEpoch = user.ConsoleEpoch + 1,
        });
        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user.Guid);
    }

    private static SignInException Wrong(UserRow user) => new("SignInFailed", $"The old password of \"{user.Name}\" is not right.");
}
