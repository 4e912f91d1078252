using System.Management.Automation;
using BackupAccess.Engine.Schedules;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Schedules.Commands;

/// <summary>Has schedules run now. Their backups are taken in the background.</summary>
[Cmdlet(VerbsLifecycle.Start, "BkSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(ScheduleRun))]
public sealed class StartBkScheduleCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [ScheduleObject]
    public ScheduleReference[] Schedule { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (ScheduleReference schedule in Schedule)
        {
            if (ShouldProcess($"{schedule}", "Run schedule"))
            {
                Attempt(schedule, () =>
                {
                    ScheduleRun run = Invoke(new StartSchedule(schedule));
                    Client.StartWorking();
                    Emit(run);
                });
            }
        }
    }
}
