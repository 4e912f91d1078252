using System.Diagnostics;
using System.Management.Automation;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Formatting;

namespace BackupAccess.PowerShell;

/// <summary>
/// Carries progress from the engine's threads to the pipeline thread, which alone may write. Only the newest report is
/// kept, and one is shown four times a second at most: a terminal is slower than a backup.
/// </summary>
internal sealed class ProgressPump : IProgress<WorkProgress>, IDisposable
{
    private const int ActivityId = 0x426B;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly ManualResetEventSlim _done = new();
    private WorkProgress? _newest;

    /// <summary>Takes a report, on whatever thread.</summary>
    public void Report(WorkProgress value) => Volatile.Write(ref _newest, value);

    /// <summary>Shows reports on the calling thread until the work has ended, however it ended.</summary>
    public void Drain(Task work, Action<ProgressRecord> show)
    {
        work.ContinueWith(_ => _done.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        WorkProgress? shown = null;
        while (!_done.Wait(s_interval, CancellationToken.None))
        {
            if (Interlocked.Exchange(ref _newest, null) is { } progress)
            {
                show(Describe(progress, _elapsed.Elapsed));
                shown = progress;
            }
        }

        if (shown is not null)
        {
            show(new ProgressRecord(ActivityId, shown.Activity, shown.Stage) { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _done.Dispose();

    private static ProgressRecord Describe(WorkProgress progress, TimeSpan elapsed) =>
        new(ActivityId, progress.Activity, ProgressText.Of(progress, elapsed))
        {
            PercentComplete = ProgressText.Percent(progress) ?? -1,
            SecondsRemaining = ProgressText.SecondsRemaining(progress, elapsed) ?? -1,
        };
}
