using System.Management.Automation;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Schedules.Commands;

/// <summary>Creates a schedule in profiles. It runs the configurations that name it.</summary>
[Cmdlet(VerbsCommon.New, "BkSchedule", SupportsShouldProcess = true, DefaultParameterSetName = "Daily")]
[OutputType(typeof(Schedule))]
public sealed class NewBkScheduleCommand : BkScheduleTimingCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    public ProfileReference[] Profile { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (ProfileReference profile in Profile)
        {
            string path = $"{profile}/{Name}";
            if (ShouldProcess(path, "Create schedule"))
            {
                Attempt(path, () => Emit(Invoke(new CreateSchedule(
                    profile, Name, Label ?? LabelOf(ParameterSetName), Timing!, TimeZone, Missed ?? MissedRuns.CatchUp, MaxConcurrent == 0 ? null : MaxConcurrent ?? 1))));
            }
        }
    }

    private static RetentionLabel LabelOf(string set) => Enum.TryParse(set, out RetentionLabel label) ? label : RetentionLabel.Daily;
}
