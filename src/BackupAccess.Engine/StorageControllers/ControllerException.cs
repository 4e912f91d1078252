namespace BackupAccess.Engine.StorageControllers;

/// <summary>A storage controller can't be reached, isn't who it should be, or refused.</summary>
internal sealed class ControllerException(ControllerProblem problem, string message, Exception? inner = null) : Exception(message, inner)
{
    public ControllerProblem Problem { get; } = problem;
}
