using System.Globalization;
using System.Management.Automation;
using BackupAccess.Engine.Audit;

namespace BackupAccess.PowerShell.Audit.Commands;

/// <summary>Removes the oldest events of the audit log, whose time of retention is over.</summary>
[Cmdlet(VerbsCommon.Clear, "BkAuditLog", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ClearedAuditLog))]
public sealed class ClearBkAuditLogCommand : BkApprovableCmdlet
{
    [Parameter(Position = 0)]
    public DateTimeOffset? Before { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string what = Before is { } before
            ? string.Create(CultureInfo.InvariantCulture, $"the audit events before {before.LocalDateTime:yyyy-MM-dd HH:mm}")
            : "the audit events older than the setting audit.retentionDays";
        if (ShouldProcess(what, "Remove"))
        {
            Attempt(target: null, () => Emit(Work(new ClearAuditLog(Before, Force ? DamagedEvents.Remove : DamagedEvents.Keep))));
        }
    }
}
