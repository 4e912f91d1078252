using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.Repository.Retention;

namespace BackupAccess.PowerShell.Maintenance.Commands;

/// <summary>Deletes the backups that a policy doesn't keep or that the settings end, never locked ones.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "BkRetention", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Account")]
[OutputType(typeof(RetentionResult))]
public sealed class InvokeBkRetentionCommand : BkApprovableCmdlet
{
    // Not mandatory, or -Connector alone would have PowerShell ask for an account.
    [Parameter(Position = 0, ParameterSetName = "Account", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [Parameter(Mandatory = true, ParameterSetName = "Connector", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepLast { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepHourly { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepDaily { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepWeekly { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepMonthly { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepYearly { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeepWithin { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeepWithinHourly { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeepWithinDaily { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeepWithinWeekly { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeepWithinMonthly { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeepWithinYearly { get; set; } = "";

    [Parameter]
    public BackupKind? Kind { get; set; }

    [Parameter]
    public SwitchParameter Expired { get; set; }

    [Parameter]
    public SwitchParameter Prune { get; set; }

    protected override void ProcessRecord() => Attempt(Only(Connector), () =>
    {
        RetentionPolicy policy = ReadPolicy();
        if (policy.IsEmpty && !Expired)
        {
            throw new InvalidRequestException("InvalidValue", "No rule says what is to be kept.");
        }

        foreach (AccountReference account in Named(Account, Connector).Where(IsFirst))
        {
            string action = policy.IsEmpty ? "Delete the backups that the settings end" : "Delete the backups that the policy doesn't keep or the settings end";
            if (ModeOf($"{account}", Prune ? $"{action}, and prune" : action) is { } mode)
            {
                RetentionPrune prune = Prune ? RetentionPrune.Prune : RetentionPrune.None;
                Attempt(account, () => Emit(Work(new ApplyRetention(account, policy.IsEmpty ? null : policy, Kind, prune, mode))));
            }
        }
    });

    private RetentionPolicy ReadPolicy() => new()
    {
        Last = KeepLast,
        Hourly = KeepHourly,
        Daily = KeepDaily,
        Weekly = KeepWeekly,
        Monthly = KeepMonthly,
        Yearly = KeepYearly,
        Within = ReadDuration(KeepWithin),
        WithinHourly = ReadDuration(KeepWithinHourly),
        WithinDaily = ReadDuration(KeepWithinDaily),
        WithinWeekly = ReadDuration(KeepWithinWeekly),
        WithinMonthly = ReadDuration(KeepWithinMonthly),
        WithinYearly = ReadDuration(KeepWithinYearly),
    };

    private static CalendarDuration ReadDuration(string text) => CalendarDuration.TryParse(text, out CalendarDuration duration)
        ? duration
        : throw new InvalidRequestException("InvalidValue", $"\"{text}\" is not a duration like \"1y5m7d2h\".");
}
