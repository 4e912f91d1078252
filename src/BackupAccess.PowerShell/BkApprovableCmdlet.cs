using System.Management.Automation;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell;

/// <summary>A cmdlet whose operations may need a second person's approval.</summary>
public abstract class BkApprovableCmdlet : BkQueryCmdlet
{
    [Parameter]
    [ArgumentCompleter(typeof(ApprovalCompleter))]
    [ApprovalObject]
    [ValidateNotNullOrEmpty]
    public Guid[] Approval { get; set; } = [];

    private protected sealed override IReadOnlyList<Guid> Approvals => Approval;
}
