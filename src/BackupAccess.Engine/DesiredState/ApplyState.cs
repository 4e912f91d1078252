using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Makes the state what the documents say, in one transaction, each change decided as the caller's own; returns what it changed.</summary>
public sealed record ApplyState(IReadOnlyList<StateDocument> Documents) : IOperation<IReadOnlyList<StateChange>>;

internal sealed class ApplyStateHandler : ChangeHandler<ApplyState, NoSubject, IReadOnlyList<StateChange>>
{
    public override NoSubject Resolve(ApplyState request, OperationContext context) => new();

    public override IReadOnlyList<StateChange> Handle(ApplyState request, NoSubject subject, OperationContext context)
    {
        IReadOnlyList<PlannedChange> plan = StatePlanner.Plan(context, request.Documents);
        foreach (PlannedChange planned in plan)
        {
            planned.Apply(context);
        }

        return [.. plan.Select(planned => planned.Change)];
    }
}
