namespace BackupAccess.Engine.Operations;

/// <summary>A sign-in failed, or a session has ended.</summary>
/// <param name="errorId">
/// <c>SignInFailed</c> while the secret wasn't right, whatever else is wrong, and <c>TooManyAttempts</c> where none is
/// looked at yet; with the right one <c>OneTimePasswordRequired</c>, <c>PasswordExpired</c>, <c>UserDisabled</c>,
/// <c>UserExpired</c>, <c>ConsoleAccessDisabled</c>, <c>AccessKeyDisabled</c> or <c>AccessKeyExpired</c>;
/// <c>SessionEnded</c> for a session whose user or credential has changed since.
/// </param>
public sealed class SignInException(string errorId, string message) : EngineException(errorId, message)
{
    /// <summary>When the next attempt is taken, after <c>TooManyAttempts</c>; else null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
