using System.Management.Automation;
using BackupAccess.Engine.Audit;

namespace BackupAccess.PowerShell.Audit.Commands;

/// <summary>Writes the audit log into a file, a line of JSON an event, the oldest first.</summary>
[Cmdlet(VerbsData.Export, "BkAuditLog", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportBkAuditLogCommand : BkCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    public DateTimeOffset? Since { get; set; }

    [Parameter]
    public DateTimeOffset? Before { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => Attempt(Path, () =>
    {
        string file = FullPath(Path);
        if (ShouldProcess(file, "Write the audit log"))
        {
            AuditFile.Write(file, Force, List(new ListAuditEvents([], [], [], Outcome: null, Since, Before, Newest: null) { Order = AuditOrder.OldestFirst }));
            Emit(new FileInfo(file), when: PassThru);
        }
    });
}
