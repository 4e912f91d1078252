using System.Management.Automation;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.DesiredState.Commands;

/// <summary>Says what an import of desired-state files would change, and changes nothing.</summary>
[Cmdlet(VerbsData.Compare, "BkState")]
[OutputType(typeof(StateChange))]
public sealed class CompareBkStateCommand : BkStateCmdlet
{
    private protected override void Process(IReadOnlyList<StateDocument> documents)
    {
        EmitAll(Invoke(new PlanState(documents)));
    }
}
