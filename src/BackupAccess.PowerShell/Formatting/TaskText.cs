using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.PowerShell.Formatting;

/// <summary>How far a task is, in words.</summary>
public static class TaskText
{
    /// <summary>For a table: <c>42 %</c> or the step while it runs, then the error's id, what else is said of its end, or the size.</summary>
    public static string Short(WorkTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.HasEnded ? task.ErrorId ?? task.Message ?? ByteSize.Format(task.Bytes)
            : task.State == TaskState.Queued ? task.Message ?? task.Stage ?? ""
            : ProgressText.Percent(ProgressOf(task)) is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent} %")
            : task.Bytes > 0 ? ByteSize.Format(task.Bytes)
            : task.Stage ?? "";
    }

    /// <summary>The progress as the work itself reports it.</summary>
    internal static WorkProgress ProgressOf(WorkTask task) =>
        new(task.ToString(), task.Stage ?? task.State.ToString(), task.Files, task.TotalFiles, task.Bytes, task.TotalBytes);
}
