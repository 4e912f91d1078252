using System.Management.Automation;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.DesiredState.Commands;

/// <summary>Says what an import of desired-state files would change, and changes nothing.</summary>
[Cmdlet(VerbsData.Compare, "BkState")]
[OutputType(typeof(StateChange), typeof(string))]
public sealed class CompareBkStateCommand : BkStateCmdlet
{
    /// <summary>Fails where a change is as severe.</summary>
    [Parameter]
    public StateSeverity? FailOn { get; set; }

    /// <summary>Writes one text for a pull request.</summary>
    [Parameter]
    public SwitchParameter AsMarkdown { get; set; }

    private protected override void Process(IReadOnlyList<StateDocument> documents)
    {
        IReadOnlyList<StateChange> changes = Invoke(new PlanState(documents));
        if (AsMarkdown)
        {
            Emit(StateMarkdown.Of(changes));
        }
        else
        {
            EmitAll(changes);
        }

        if (FailOn is { } severity)
        {
            StateSeverityGate.Require(changes, severity);
        }
    }
}
