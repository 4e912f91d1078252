using System.Management.Automation;
using BackupAccess.Engine.Approvals;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Approvals.Commands;

/// <summary>Approves others' requests, which their requesters may then run once.</summary>
[Cmdlet(VerbsLifecycle.Approve, "BkApproval", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Approval))]
public sealed class ApproveBkApprovalCommand : BkCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ApprovalCompleter))]
    [ApprovalObject]
    public Guid[] Approval { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (Guid id in Approval)
        {
            Attempt(id, () =>
            {
                string target = MayAsk(ConfirmImpact.High) ? Describe(id) : $"{id}";
                if (ShouldProcess(target, "Approve"))
                {
                    Emit(Invoke(new ApproveRequest(id)), when: PassThru);
                }
            });
        }
    }

    private string Describe(Guid id) => List(new ListApprovals([id], [], [], [])).FirstOrDefault() is { } request
        ? $"{request.Operation} on {request.ObjectName} ({string.Join("; ", request.Parameters)}), asked for by {request.Requester}"
        : $"{id}";
}
