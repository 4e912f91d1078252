using System.Management.Automation;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Schedules;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Schedules;

/// <summary>A cmdlet that says when a schedule is due.</summary>
public abstract class BkScheduleTimingCmdlet : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "Hourly")]
    public SwitchParameter Hourly { get; set; }

    [Parameter(ParameterSetName = "Hourly")]
    [ValidateRange(0, 59)]
    public int Minute { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Daily")]
    public SwitchParameter Daily { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Weekly")]
    public SwitchParameter Weekly { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Weekly")]
    [ValidateNotNullOrEmpty]
    public DayOfWeek[] Day { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Daily")]
    [Parameter(Mandatory = true, ParameterSetName = "Weekly")]
    public TimeOnly At { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Cron")]
    [ValidateNotNullOrEmpty]
    public string? Cron { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    [Parameter]
    public RetentionLabel? Label { get; set; }

    [Parameter]
    public MissedRuns? Missed { get; set; }

    /// <summary>0 for any number.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int? MaxConcurrent { get; set; }

    /// <summary>What the parameters say; null where they say nothing.</summary>
    private protected ScheduleTiming? Timing => ParameterSetName switch
    {
        "Hourly" => ScheduleTiming.Hourly(Minute),
        "Daily" => ScheduleTiming.Daily(At),
        "Weekly" => ScheduleTiming.Weekly(Day, At),
        "Cron" => ScheduleTiming.OfCron(Cron!),
        _ => null,
    };
}
