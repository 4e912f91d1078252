using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Operations;

/// <summary>A task that somebody waited for has failed, or was stopped: <c>TaskFailed</c> or <c>TaskStopped</c>.</summary>
public sealed class TaskFailedException(WorkTask task)
    : EngineException((task ?? throw new ArgumentNullException(nameof(task))).State == TaskState.Stopped ? "TaskStopped" : "TaskFailed", Describe(task))
{
    public WorkTask Task { get; } = task;

    private static string Describe(WorkTask task)
    {
        string what = $"The {task.Kind.ToString().ToLowerInvariant()} of \"{task.Account}\"";
        return task.State == TaskState.Stopped ? $"{what} was {task.Message}." : $"{what} failed: {task.Message?.TrimEnd('.')}.";
    }
}
