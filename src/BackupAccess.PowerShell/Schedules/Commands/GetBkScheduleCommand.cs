using System.Management.Automation;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Schedules.Commands;

/// <summary>Lists schedules with their next run and their last, or their runs.</summary>
[Cmdlet(VerbsCommon.Get, "BkSchedule", DefaultParameterSetName = "Schedule")]
[OutputType(typeof(Schedule), typeof(ScheduleRun))]
public sealed class GetBkScheduleCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [Alias("Schedule")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [ScheduleObject]
    [ValidateNotNullOrEmpty]
    public ScheduleReference[] Name { get; set; } = [];

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    [ValidateNotNullOrEmpty]
    public ProfileReference[] Profile { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Run")]
    public SwitchParameter Run { get; set; }

    [Parameter(ParameterSetName = "Run")]
    public DateTimeOffset? Since { get; set; }

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Id?.ToString() ?? name.Text)];
        string[] profiles = [.. Profile.Select(profile => profile.Text)];
        Attempt(Only(Name), () =>
        {
            IEnumerable<Schedule> found = List(new ListSchedules(names, profiles));
            if (Run)
            {
                Schedule[] schedules = [.. found];
                EmitAll(List(new ListScheduleRuns(names, profiles, Since)));
                RequireNamed("schedule", names, name => Array.Exists(schedules, schedule => IsNamed(schedule, name)));
            }
            else
            {
                EmitNamed("schedule", names, found, IsNamed);
            }

            RequireProfiles(Profile);
        });
    }

    private static bool IsNamed(Schedule schedule, string asked) =>
        IsNamed(asked.Contains('/', StringComparison.Ordinal) ? schedule.Path : schedule.Name, schedule.Id, asked);
}
