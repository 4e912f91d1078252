namespace BackupAccess.Engine.Operations;

/// <summary>Passes progress on in other words, at once and in order.</summary>
internal sealed class ProgressRelay<T>(IProgress<WorkProgress> to, Func<T, WorkProgress> say) : IProgress<T>
{
    public void Report(T value) => to.Report(say(value));
}
