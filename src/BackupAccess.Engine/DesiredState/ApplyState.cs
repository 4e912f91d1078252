using BackupAccess.Engine.DesiredState.Pruning;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Makes the state what the documents say, in one transaction, each change decided as the caller's own; returns what it changed.</summary>
public sealed record ApplyState(IReadOnlyList<StateDocument> Documents) : IOperation<IReadOnlyList<StateChange>>
{
    public StateOwnership Ownership { get; init; } = StateOwnership.None;

    /// <summary>The plan that was looked at: where the state has moved since, so that another would be made, nothing is. Null for none.</summary>
    public IReadOnlyList<StateChange>? Planned { get; init; }
}

internal sealed class ApplyStateHandler : ChangeHandler<ApplyState, NoSubject, IReadOnlyList<StateChange>>
{
    public override void Validate(ApplyState request) => request.Ownership.Validate();

    public override NoSubject Resolve(ApplyState request, OperationContext context) => new();

    public override IReadOnlyList<StateChange> Handle(ApplyState request, NoSubject subject, OperationContext context)
    {
        IReadOnlyList<PlannedChange> plan = StatePlanner.Plan(context, request.Documents, request.Ownership, out IReadOnlyList<DeclaredObject> declared);
        StateChange[] changes = [.. plan.Select(planned => planned.Change)];
        if (request.Planned is { } looked && !looked.SequenceEqual(changes, StateChangeComparer.Instance))
        {
            throw new ConflictException("PlanOutdated", "The state has moved since the plan was made.");
        }

        request.Ownership.RequireWithin(changes.Count(change => change.Action == StateAction.Remove), declared.Count);
        foreach (PlannedChange planned in plan)
        {
            planned.Apply(context);
        }

        Own(request.Ownership, plan, context);
        return changes;
    }

    /// <summary>What the apply made is the owner's, and not what was there: else who may change nothing could have others remove it.</summary>
    private static void Own(StateOwnership ownership, IReadOnlyList<PlannedChange> plan, OperationContext context)
    {
        if (ownership.Owner is not { } owner)
        {
            return;
        }

        foreach (DeclaredObject gone in OwnerStore.Of(context.Db, owner).Where(one => !PrunedKinds.Exists(context.Db, one)))
        {
            OwnerStore.Remove(context.Db, owner, gone);
        }

        foreach (StateChange made in plan.Select(planned => planned.Change).Where(change => change.Action == StateAction.Create || change is { Action: StateAction.Change, Kind: "setting" }))
        {
            OwnerStore.Add(context.Db, owner, new DeclaredObject(made.Kind, made.Name));
        }
    }
}
