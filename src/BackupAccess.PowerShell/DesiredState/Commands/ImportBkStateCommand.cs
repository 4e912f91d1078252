using System.Management.Automation;
using BackupAccess.Engine.DesiredState;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.DesiredState.Commands;

/// <summary>Makes the state what desired-state files say, all or nothing.</summary>
[Cmdlet(VerbsData.Import, "BkState", SupportsShouldProcess = true)]
[OutputType(typeof(StateChange))]
public sealed class ImportBkStateCommand : BkStateCmdlet
{
    [Parameter]
    [ArgumentCompleter(typeof(ApprovalCompleter))]
    [ApprovalObject]
    [ValidateNotNullOrEmpty]
    public Guid[] Approval { get; set; } = [];

    private protected override IReadOnlyList<Guid> Approvals => Approval;

    private protected override void Process(IReadOnlyList<StateDocument> documents)
    {
        if (ShouldProcess(string.Join(", ", documents.Select(document => document.Source)), "Import desired state"))
        {
            EmitAll(Invoke(new ApplyState(documents)));
        }
    }
}
