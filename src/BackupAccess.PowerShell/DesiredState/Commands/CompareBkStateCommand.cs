using System.Management.Automation;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.DesiredState.Commands;

/// <summary>Says what an import of desired-state files would change, and changes nothing.</summary>
[Cmdlet(VerbsData.Compare, "BkState", DefaultParameterSetName = "Path")]
[OutputType(typeof(StateChange), typeof(string))]
public sealed class CompareBkStateCommand : BkOwnedStateCmdlet
{
    /// <summary>A file that the plan is written to, for Import-BkState -Plan.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Plan { get; set; }

    /// <summary>Fails where a change is as severe.</summary>
    [Parameter]
    public StateSeverity? FailOn { get; set; }

    /// <summary>Writes one text for a pull request.</summary>
    [Parameter]
    public SwitchParameter AsMarkdown { get; set; }

    private protected override void Process(IReadOnlyList<StateDocument> documents)
    {
        IReadOnlyList<StateChange> changes = Invoke(new PlanState(documents) { Ownership = Ownership });
        if (Plan is not null)
        {
            NewFile.Write(GetUnresolvedProviderPathFromPSPath(Plan), SavedPlan.Write(documents, Ownership, changes), over: true);
        }

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
