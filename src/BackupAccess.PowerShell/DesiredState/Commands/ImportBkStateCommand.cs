using System.Management.Automation;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.DesiredState.Commands;

/// <summary>Makes the state what desired-state files say, all or nothing.</summary>
[Cmdlet(VerbsData.Import, "BkState", SupportsShouldProcess = true)]
[OutputType(typeof(StateChange))]
public sealed class ImportBkStateCommand : BkStateCmdlet
{
    private protected override void Process(IReadOnlyList<StateDocument> documents)
    {
        if (ShouldProcess(string.Join(", ", documents.Select(document => document.Source)), "Import desired state"))
        {
            EmitAll(Invoke(new ApplyState(documents)));
        }
    }
}
