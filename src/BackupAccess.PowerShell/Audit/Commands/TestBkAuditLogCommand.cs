using System.Management.Automation;
using BackupAccess.Engine.Audit;

namespace BackupAccess.PowerShell.Audit.Commands;

/// <summary>Verifies that the audit log is whole and as it was written.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BkAuditLog")]
[OutputType(typeof(AuditVerification), typeof(bool))]
public sealed class TestBkAuditLogCommand : BkCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string? Head { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord() => Attempt(Head, () =>
    {
        AuditHead? head = Head is null ? null : AuditHead.Parse(AuditFile.ReadHead(FullPath(Head), Head));
        AuditVerification verification = Work(new VerifyAuditLog(head));
        Emit(Quiet ? verification.Passed : verification);
    });
}
