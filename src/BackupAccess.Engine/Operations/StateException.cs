namespace BackupAccess.Engine.Operations;

/// <summary>The state folder can't be used as it is.</summary>
/// <param name="errorId"><c>StateNotFound</c>, <c>StateExists</c>, <c>StateUnavailable</c>, <c>InsecurePermissions</c>, <c>UnsupportedVersion</c>, <c>StateDamaged</c>, <c>KeyUnavailable</c>, <c>CommandNotAllowed</c> or <c>CommandFailed</c>.</param>
public sealed class StateException(string errorId, string message, Exception? inner = null) : EngineException(errorId, message, inner);
