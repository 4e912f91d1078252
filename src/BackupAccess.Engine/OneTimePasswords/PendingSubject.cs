using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>The caller, with the one-time password that waits for its first code.</summary>
internal sealed record PendingSubject(OwnPasswordSubject Own, OneTimePasswordRow? Row, long Now) : ISubject
{
    private static readonly long s_patience = (long)TimeSpan.FromMinutes(15).TotalMicroseconds;

    public string Kind => Own.Kind;

    public string Id => Own.Id;

    public string Name => Own.Name;

    public Target[] Targets => Own.Targets;

    public static PendingSubject Of(OperationContext context)
    {
        OwnPasswordSubject own = OwnPasswordSubject.Of(context);
        return new PendingSubject(own, OneTimePasswordStore.Find(context.Db, own.User.Guid), context.Now);
    }

    /// <summary>The sealed secret that waits.</summary>
    /// <exception cref="ConflictException">None does, or it has for too long.</exception>
    public byte[] RequirePending() => Row is { PendingSecret: { } box, PendingAt: { } since } && Now - since < s_patience
        ? box
        : throw new ConflictException("NoOneTimePassword", $"No one-time password of \"{Name}\" waits for its first code.");

    /// <summary>Checks the first code, with the same delays after failures as at a sign-in.</summary>
    /// <returns>The code's time step.</returns>
    /// <exception cref="SignInException">It is wrong, or too many were before.</exception>
    public long RequireCode(Secret code)
    {
        byte[] box = RequirePending();
        long? step = null;
        Own.Attempt.Require(
            () =>
            {
                using Secret secret = OneTimePasswordSecret.Open(Own.Attempt.Services.Folder.Key, box, Own.User.Guid);
                step = Totp.Match(secret.Utf8.Span, RecoveryCode.Digits(code), Own.Attempt.Services.Time.Now(), used: 0);
                return step is not null;
            },
            () => new SignInException("SignInFailed", $"The code of \"{Name}\" is not right."));
        return step!.Value;
    }
}
