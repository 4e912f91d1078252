namespace BackupAccess.Engine.Operations;

/// <summary>A sign-in failed, or a session has ended.</summary>
/// <param name="errorId">
/// <c>SignInFailed</c> while the secret wasn't right, whatever else is wrong; with the right one
/// <c>UserDisabled</c>, <c>UserExpired</c>, <c>ConsoleAccessDisabled</c>, <c>AccessKeyDisabled</c> or <c>AccessKeyExpired</c>;
/// <c>SessionEnded</c> for a session whose user or credential has changed since.
/// </param>
public sealed class SignInException(string errorId, string message) : EngineException(errorId, message);
