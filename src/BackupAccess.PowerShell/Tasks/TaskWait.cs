using System.Diagnostics;
using System.Management.Automation;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.PowerShell.Tasks;

/// <summary>Waits for tasks to end, and works the queue meanwhile.</summary>
/// <param name="ids">The tasks' ids.</param>
/// <param name="work">Has the queue be worked.</param>
/// <param name="list">Lists tasks.</param>
/// <param name="show">Shows progress.</param>
internal sealed class TaskWait(IEnumerable<string> ids, Action work, Func<ListTasks, IEnumerable<WorkTask>> list, Action<ProgressRecord> show)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<string> _waiting = new(ids, StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that haven't ended.</summary>
    public IReadOnlyCollection<string> Waiting => _waiting;

    /// <summary>Those that aren't there, or not for the caller.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Each as it ends, until none is left or the time is over. Cancelling ends the wait and not the tasks.</summary>
    /// <param name="most">How long it is waited; null for as long as it takes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public IEnumerable<WorkTask> Ended(TimeSpan? most, CancellationToken cancellation)
    {
        using TaskWaitView view = new(_waiting.Count, show);
        Stopwatch waited = Stopwatch.StartNew();
        while (_waiting.Count > 0)
        {
            work();
            TimeSpan looked = waited.Elapsed;
            WorkTask[] tasks = [.. list(new ListTasks([.. _waiting], [], [], [], [], Since: null))];
            Missing.AddRange(_waiting.Except(tasks.Select(task => $"{task.Id}"), StringComparer.OrdinalIgnoreCase));
            _waiting.ExceptWith(Missing);
            foreach (WorkTask task in tasks.Where(task => task.HasEnded))
            {
                _waiting.Remove($"{task.Id}");
                yield return task;
            }

            if (_waiting.Count == 0 || waited.Elapsed >= most)
            {
                yield break;
            }

            view.Show([.. tasks.Where(task => !task.HasEnded)]);

            // Looking at thousands takes a while, and is to leave time for the work.
            TimeSpan took = waited.Elapsed - looked;
            cancellation.WaitHandle.WaitOne(took * 4 > s_poll ? took * 4 : s_poll);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
