using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>Puts the caller's one-time password in force, given its first code. Other console sessions of the caller end.</summary>
public sealed record ConfirmOneTimePassword(Secret Code) : IOperation<RecoveryCodeSet>
{
    internal byte[]? Sealed { get; init; }

    internal long Step { get; init; }
}

internal sealed class ConfirmOneTimePasswordHandler : ChangeHandler<ConfirmOneTimePassword, PendingSubject, RecoveryCodeSet>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.Oneself;

    public override PendingSubject Resolve(ConfirmOneTimePassword request, OperationContext context) => PendingSubject.Of(context);

    public override ConfirmOneTimePassword Prepare(ConfirmOneTimePassword request, PendingSubject pending) => request.Sealed is not null
        ? request
        : request with { Step = pending.RequireCode(request.Code), Sealed = pending.RequirePending() };

    public override RecoveryCodeSet Handle(ConfirmOneTimePassword request, PendingSubject pending, OperationContext context)
    {
        if (!pending.RequirePending().AsSpan().SequenceEqual(request.Sealed))
        {
            throw new ConflictException("Conflict", $"The one-time password of \"{pending.Name}\" was made anew meanwhile.");
        }

        UserRow user = pending.Own.User;
        OneTimePasswordStore.Save(context.Db, new OneTimePasswordRow(user.Id, request.Sealed, request.Step, PendingSecret: null, PendingAt: null));
        context.Follow(UserRules.EndConsoleSessions(context, user));
        return RecoveryCode.Replace(context.Db, user.Guid, user.Name);
    }
}
