using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Throttling;

namespace BackupAccess.Engine.Sessions;

/// <summary>
/// Turns credentials into sessions, and tells the audit log of each sign-in of a user and of each that failed, and why.
/// The caller isn't told why: whatever keeps somebody out, the answer and the time it takes are the same. Who could sign
/// in otherwise is asked for a one-time password, or for a new password.
/// </summary>
internal sealed class SignInGate(BackupEngine engine, EngineServices services, SignInOrigin origin)
{
    /// <summary>What the audit log calls a sign-in.</summary>
    public const string Operation = "signIn";

    /// <summary>Who a caller is while the secret isn't right; no user's name holds a space.</summary>
    public const string Nobody = "not signed in";

    /// <exception cref="SignInException">The sign-in failed.</exception>
    /// <exception cref="InvalidRequestException">The new password isn't what the policy asks for.</exception>
    public Task<Session> EnterAsync(SignIn signIn, CancellationToken cancellationToken) => signIn switch
    {
        SignIn.Local local => Task.FromResult(
            new Session(Guid.Empty, $"local:{local.OperatingSystemUser}", SignInMethod.Local, origin, services.Time.GetUtcNow())),
        SignIn.Password password => new ConsoleSignIn(engine, services, origin).EnterAsync(password, cancellationToken),
        SignIn.AccessKey key => Task.FromResult(new KeySignIn(services, origin).Enter(key)),
        _ => throw new ArgumentOutOfRangeException(nameof(signIn)),
    };

    /// <summary>The refusal of an attempt that comes too early; null where it is taken.</summary>
    public static SignInRefusal? RefusalOf(StateConnection db, SignInClaim claim, long now) =>
        SignInThrottle.RefusalOf(db, claim, now) is { } early ? new SignInRefusal(early, "too many before it failed") : null;
}
