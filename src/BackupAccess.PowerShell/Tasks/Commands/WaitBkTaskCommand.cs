using System.Diagnostics;
using System.Management.Automation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Tasks;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Tasks.Commands;

/// <summary>Waits for tasks to end, and works the queue meanwhile. Ctrl+C ends the wait and not the tasks.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BkTask")]
[OutputType(typeof(WorkTask))]
public sealed class WaitBkTaskCommand : BkQueryCmdlet
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, TaskReference> _waiting = new(StringComparer.OrdinalIgnoreCase);

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [TaskObject]
    public TaskReference[] Task { get; set; } = [];

    /// <summary>In seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Timeout { get; set; }

    protected override void ProcessRecord()
    {
        foreach (TaskReference task in Task)
        {
            _waiting[task.Text] = task;
        }
    }

    // All of them at once, when all are known: the pipeline before would else queue each after the end of the one before.
    protected override void EndProcessing() => Attempt(target: null, () =>
    {
        using TaskWaitView view = new(_waiting.Count, WriteProgress);
        Stopwatch waited = Stopwatch.StartNew();
        while (_waiting.Count > 0)
        {
            Client.StartWorking();
            TimeSpan looked = waited.Elapsed;
            WorkTask[] tasks = [.. List(new ListTasks([.. _waiting.Keys], [], [], [], [], Since: null))];
            Report(tasks);
            if (_waiting.Count > 0 && waited.Elapsed.TotalSeconds >= Timeout)
            {
                GiveUp();
                return;
            }

            view.Show([.. tasks.Where(task => !task.HasEnded)]);
            if (_waiting.Count > 0)
            {
                // Looking at thousands takes a while, and is to leave time for the work.
                TimeSpan took = waited.Elapsed - looked;
                Cancellation.WaitHandle.WaitOne(took * 4 > s_poll ? took * 4 : s_poll);
                Cancellation.ThrowIfCancellationRequested();
            }
        }
    });

    private void Report(WorkTask[] tasks)
    {
        foreach (WorkTask task in tasks.Where(task => task.HasEnded))
        {
            Emit(task);
            if (task.State != TaskState.Completed)
            {
                Fail(new TaskFailedException(task), task);
            }
        }

        foreach (string id in _waiting.Keys.Except(tasks.Select(task => task.Id.ToString()), StringComparer.OrdinalIgnoreCase).ToArray())
        {
            Fail(new NotFoundException("task", id), _waiting[id]);
            _waiting.Remove(id);
        }

        foreach (WorkTask task in tasks.Where(task => task.HasEnded))
        {
            _waiting.Remove(task.Id.ToString());
        }
    }

    private void GiveUp()
    {
        foreach ((string id, TaskReference task) in _waiting)
        {
            Fail(new ConflictException("TaskNotEnded", $"The task \"{id}\" has not ended within {Timeout} s."), task);
        }
    }
}
