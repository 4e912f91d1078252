using System.Management.Automation;
using BackupAccess.Engine.Schedules;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Schedules.Commands;

/// <summary>Has suspended schedules come again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "BkSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class ResumeBkScheduleCommand : BkApprovableCmdlet
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
            if (ShouldProcess($"{schedule}", "Resume schedule"))
            {
                Attempt(schedule, () => Emit(Invoke(new ResumeSchedule(schedule)), when: PassThru));
            }
        }
    }
}
