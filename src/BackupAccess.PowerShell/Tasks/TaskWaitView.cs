using System.Management.Automation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Tasks;
using BackupAccess.PowerShell.Formatting;

namespace BackupAccess.PowerShell.Tasks;

/// <summary>Shows how far the tasks are that somebody waits for: of several how many have ended, and the first that runs.</summary>
internal sealed class TaskWaitView(int count, Action<ProgressRecord> show) : IDisposable
{
    private const int ActivityId = 0x426C;

    private string? _shown;

    public void Show(IReadOnlyList<WorkTask> waiting)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        WorkTask first = waiting[0];
        WorkProgress progress = TaskText.ProgressOf(first);
        TimeSpan elapsed = first.Started is { } started ? TimeProvider.System.GetUtcNow() - started : TimeSpan.Zero;
        _shown = count == 1 ? progress.Activity : $"{count - waiting.Count} of {count} tasks have ended; {progress.Activity}";
        show(new ProgressRecord(ActivityId, _shown, ProgressText.Of(progress, elapsed))
        {
            PercentComplete = ProgressText.Percent(progress) ?? -1,
            SecondsRemaining = ProgressText.SecondsRemaining(progress, elapsed) ?? -1,
        });
    }

    public void Dispose()
    {
        if (_shown is not null)
        {
            show(new ProgressRecord(ActivityId, _shown, "Ended") { RecordType = ProgressRecordType.Completed });
        }
    }
}
