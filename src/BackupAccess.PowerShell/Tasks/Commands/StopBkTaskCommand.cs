using System.Management.Automation;
using BackupAccess.Engine.Tasks;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Tasks.Commands;

/// <summary>Stops tasks, whoever runs them.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BkTask", SupportsShouldProcess = true)]
[OutputType(typeof(WorkTask))]
public sealed class StopBkTaskCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [TaskObject]
    public TaskReference[] Task { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (TaskReference task in Task)
        {
            if (ShouldProcess($"{task}", "Stop"))
            {
                Attempt(task, () => Emit(Invoke(new StopTask(task)), when: PassThru));
            }
        }
    }
}
