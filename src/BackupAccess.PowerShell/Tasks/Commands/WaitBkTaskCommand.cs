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
        TaskWait wait = new(_waiting.Keys, Client.StartWorking, request => List(request), WriteProgress);
        foreach (WorkTask task in wait.Ended(Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Cancellation))
        {
            Emit(task);
            if (task.State != TaskState.Completed)
            {
                Fail(new TaskFailedException(task), task);
            }
        }

        foreach (string id in wait.Missing)
        {
            Fail(new NotFoundException("task", id), _waiting[id]);
        }

        foreach (string id in wait.Waiting)
        {
            Fail(new ConflictException("TaskNotEnded", $"The task \"{id}\" has not ended within {Timeout} s."), _waiting[id]);
        }
    });
}
