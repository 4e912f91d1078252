namespace BackupAccess.Engine.Operations;

/// <summary>A sign-in failed, or a session has ended.</summary>
/// <param name="errorId">
/// <c>SignInFailed</c> whatever keeps somebody out, and <c>TooManyAttempts</c> where nothing is looked at yet; to who
/// could sign in otherwise <c>OneTimePasswordRequired</c> or <c>PasswordExpired</c>; <c>SessionEnded</c> for a session
/// whose user or credential has changed since.
/// </param>
public sealed class SignInException(string errorId, string message) : EngineException(errorId, message)
{
    /// <summary>When the next attempt is taken, after <c>TooManyAttempts</c>; else null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
