using System.Management.Automation;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.DesiredState.Commands;

/// <summary>Makes the state what desired-state files say, or what a plan said, all or nothing.</summary>
[Cmdlet(VerbsData.Import, "BkState", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(StateChange))]
public sealed class ImportBkStateCommand : BkOwnedStateCmdlet
{
    /// <summary>A file of Compare-BkState -Plan: where the state has moved since, nothing is changed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Plan")]
    [ValidateNotNullOrEmpty]
    public string? Plan { get; set; }

    /// <summary>Prunes however much; also where the files declare nothing any more.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ApprovalCompleter))]
    [ApprovalObject]
    [ValidateNotNullOrEmpty]
    public Guid[] Approval { get; set; } = [];

    private protected override IReadOnlyList<Guid> Approvals => Approval;

    /// <summary>Who says by -Confirm that it is meant removes many, and by -Force all.</summary>
    private protected override PruneLimit Limit =>
        Force ? PruneLimit.All : MyInvocation.BoundParameters.ContainsKey("Confirm") ? PruneLimit.Many : PruneLimit.Few;

    private protected override void ProcessNothing() => Attempt(Plan, () =>
    {
        if (Plan is not null)
        {
            SavedPlan plan = SavedPlan.Read(GetUnresolvedProviderPathFromPSPath(Plan));
            StateOwnership ownership = plan.Ownership with { Prune = plan.Ownership.Prune == PruneLimit.Nothing ? PruneLimit.Nothing : Limit };
            Apply(Plan, new ApplyState(plan.Documents) { Ownership = ownership, Planned = plan.Changes });
        }
    });

    private protected override void Process(IReadOnlyList<StateDocument> documents) =>
        Apply(string.Join(", ", documents.Select(document => document.Source)), new ApplyState(documents) { Ownership = Ownership });

    private void Apply(string source, ApplyState request)
    {
        if (ModeOf(source, "Import desired state") is { } mode)
        {
            EmitAll(mode == WorkMode.Apply ? Invoke(request) : Invoke(new PlanState(request.Documents) { Ownership = request.Ownership }));
        }
    }
}
