using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Tests;

public sealed class ProgressPumpTests
{
    private static readonly WorkProgress s_progress = new("Backing up web01/alice", "Reading files", 1, 2, 3, 4);

    [Fact]
    public void Progress_reported_elsewhere_is_shown_on_the_thread_that_waits()
    {
        using ProgressPump pump = new();
        TaskCompletionSource shown = new();
        Task work = Task.Run(async () =>
        {
            pump.Report(s_progress);
            await shown.Task;
        });
        List<int> threads = [];
        pump.Drain(work, _ =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            shown.TrySetResult();
        });

        // One record while it lasts, one that takes it off the screen.
        Assert.Equal(2, threads.Count);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Work_that_fails_ends_the_wait_and_keeps_its_failure()
    {
        using ProgressPump pump = new();
        Task work = Task.FromException(new InvalidOperationException());
        pump.Drain(work, _ => Assert.Fail("There was no progress."));
        Assert.True(work.IsFaulted);
    }

    [Fact]
    public void Work_that_is_over_at_once_shows_nothing()
    {
        using ProgressPump pump = new();
        pump.Report(s_progress);
        pump.Drain(Task.CompletedTask, _ => Assert.Fail("Nobody could read it."));
    }
}
