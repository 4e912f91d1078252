namespace BackupAccess.Engine.Operations;

/// <summary>A value of the request can't be right, whatever the state holds.</summary>
/// <param name="errorId"><c>InvalidName</c>, <c>InvalidValue</c>, <c>InvalidPassword</c>, <c>AmbiguousName</c>, <c>TargetRequired</c> or <c>InvalidDocument</c>.</param>
public sealed class InvalidRequestException(string errorId, string message) : EngineException(errorId, message);
