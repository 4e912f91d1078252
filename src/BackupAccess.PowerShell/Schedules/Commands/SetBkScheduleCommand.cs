using System.Management.Automation;
using BackupAccess.Engine.Schedules;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Schedules.Commands;

/// <summary>Changes schedules. What isn't given stays.</summary>
[Cmdlet(VerbsCommon.Set, "BkSchedule", SupportsShouldProcess = true, DefaultParameterSetName = "Same")]
[OutputType(typeof(Schedule))]
public sealed class SetBkScheduleCommand : BkScheduleTimingCmdlet
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
            if (ShouldProcess($"{schedule}", "Change schedule"))
            {
                Attempt(schedule, () => Emit(Invoke(new UpdateSchedule(schedule, Label, Timing, TimeZone, Missed, MaxConcurrent)), when: PassThru));
            }
        }
    }
}
