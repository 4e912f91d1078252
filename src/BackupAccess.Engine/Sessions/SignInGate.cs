using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sessions;

/// <summary>
/// Turns credentials into sessions, and tells the audit log of each sign-in of a user and of each that failed. While
/// the secret isn't right, the answer and the time it takes are the same whatever else is wrong.
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
}
