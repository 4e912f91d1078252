using System.Management.Automation;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.DesiredState.Commands;

/// <summary>Checks desired-state files against the schema and the rules that need no state.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BkState", DefaultParameterSetName = "Path")]
[OutputType(typeof(StateTestResult), typeof(bool))]
public sealed class TestBkStateCommand : BkStateCmdlet
{
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process(IReadOnlyList<StateDocument> documents)
    {
        IReadOnlyList<StateFinding> findings = Invoke(new ValidateState(documents));
        string[] sources = [.. documents.Select(document => document.Source)];
        Emit(Quiet ? findings.Count == 0 : new StateTestResult(findings.Count == 0, sources, findings));
    }
}
