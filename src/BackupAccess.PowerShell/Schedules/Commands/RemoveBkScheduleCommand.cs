using System.Management.Automation;
using BackupAccess.Engine.Schedules;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Schedules.Commands;

/// <summary>Removes schedules that nothing names, with their runs.</summary>
[Cmdlet(VerbsCommon.Remove, "BkSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Schedule))]
public sealed class RemoveBkScheduleCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [ScheduleObject]
    public ScheduleReference[] Schedule { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ScheduleReference schedule in Schedule)
        {
            if (ShouldProcess($"{schedule}", "Remove schedule"))
            {
                Attempt(schedule, () => Emit(Invoke(new RemoveSchedule(schedule)), when: PassThru));
            }
        }
    }
}
