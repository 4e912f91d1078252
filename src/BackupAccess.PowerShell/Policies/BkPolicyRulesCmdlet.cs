using System.Management.Automation;
using BackupAccess.Engine.Policies;

namespace BackupAccess.PowerShell.Policies;

/// <summary>A cmdlet that gives a policy its rules: how many backups of a label stay, and for how many days each does.</summary>
public abstract class BkPolicyRulesCmdlet : BkApprovableCmdlet
{
    [Parameter]
    [ValidateRange(0, 100000)]
    public int? KeepHourly { get; set; }

    /// <summary>In days.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? KeepHourlyDays { get; set; }

    [Parameter]
    [ValidateRange(0, 100000)]
    public int? KeepDaily { get; set; }

    /// <summary>In days.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? KeepDailyDays { get; set; }

    [Parameter]
    [ValidateRange(0, 100000)]
    public int? KeepWeekly { get; set; }

    /// <summary>In days.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? KeepWeeklyDays { get; set; }

    [Parameter]
    [ValidateRange(0, 100000)]
    public int? KeepMonthly { get; set; }

    /// <summary>In days.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? KeepMonthlyDays { get; set; }

    [Parameter]
    [ValidateRange(0, 100000)]
    public int? KeepYearly { get; set; }

    /// <summary>In days.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? KeepYearlyDays { get; set; }

    [Parameter]
    public PolicyDeletion? Deletion { get; set; }

    /// <summary>The rules of the labels that anything is given of.</summary>
    private protected IReadOnlyList<LabelRule> Rules =>
    [
        .. new LabelRule[]
        {
            new(RetentionLabel.Hourly, KeepHourly, KeepHourlyDays),
            new(RetentionLabel.Daily, KeepDaily, KeepDailyDays),
            new(RetentionLabel.Weekly, KeepWeekly, KeepWeeklyDays),
            new(RetentionLabel.Monthly, KeepMonthly, KeepMonthlyDays),
            new(RetentionLabel.Yearly, KeepYearly, KeepYearlyDays),
        }.Where(rule => !rule.IsEmpty),
    ];
}
