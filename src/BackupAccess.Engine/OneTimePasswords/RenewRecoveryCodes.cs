using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>Makes the caller's recovery codes anew, given the password; those before are good for nothing any more.</summary>
public sealed record RenewRecoveryCodes(Secret Password) : IOperation<RecoveryCodeSet>
{
    internal string? PasswordHash { get; init; }
}

internal sealed class RenewRecoveryCodesHandler : ChangeHandler<RenewRecoveryCodes, OwnPasswordSubject, RecoveryCodeSet>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.Oneself;

    public override OwnPasswordSubject Resolve(RenewRecoveryCodes request, OperationContext context) => OwnPasswordSubject.Of(context);

    public override RenewRecoveryCodes Prepare(RenewRecoveryCodes request, OwnPasswordSubject own) =>
        request.PasswordHash is not null ? request : request with { PasswordHash = own.RequirePassword(request.Password) };

    public override RecoveryCodeSet Handle(RenewRecoveryCodes request, OwnPasswordSubject own, OperationContext context)
    {
        own.RequireStill(request.PasswordHash);
        OneTimePasswordRules.RequireInForce(context, own.User);
        return RecoveryCode.Replace(context.Db, own.User.Guid, own.Name);
    }
}
