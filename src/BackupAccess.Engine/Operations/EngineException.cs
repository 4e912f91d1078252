namespace BackupAccess.Engine.Operations;

/// <summary>Root of everything the engine refuses or fails with: one sentence, a stable id, and the object it is about.</summary>
public abstract class EngineException(string errorId, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable, PascalCase, the same in every face: <c>AccessDenied</c>, <c>NotFound</c>, …</summary>
    public string ErrorId { get; } = errorId;
}
