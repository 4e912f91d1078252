using System.Management.Automation;
using BackupAccess.Engine.Approvals;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Approvals.Commands;

/// <summary>Denies requests that haven't been run; one's own are taken back so.</summary>
[Cmdlet(VerbsLifecycle.Deny, "BkApproval", SupportsShouldProcess = true)]
[OutputType(typeof(Approval))]
public sealed class DenyBkApprovalCommand : BkCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ApprovalCompleter))]
    [ApprovalObject]
    public Guid[] Approval { get; set; } = [];

    [Parameter(Position = 1)]
    public string? Reason { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (Guid id in Approval)
        {
            Attempt(id, () =>
            {
                string target = MayAsk(ConfirmImpact.Medium) ? Describe(id) : $"{id}";
                if (ShouldProcess(target, "Deny"))
                {
                    Emit(Invoke(new DenyRequest(id, Reason)), when: PassThru);
                }
            });
        }
    }

    private string Describe(Guid id) => List(new ListApprovals([id], [], [], [])).FirstOrDefault() is { } request
        ? $"{request.Operation} on {request.ObjectName} ({string.Join("; ", request.Parameters)}), asked for by {request.Requester}"
        : $"{id}";
}
