using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Says what an apply of the documents would change, and changes nothing.</summary>
public sealed record PlanState(IReadOnlyList<StateDocument> Documents) : IOperation<IReadOnlyList<StateChange>>
{
    public StateOwnership Ownership { get; init; } = StateOwnership.None;
}

internal sealed class PlanStateHandler : ReadHandler<PlanState, NoSubject, IReadOnlyList<StateChange>>
{
    public override void Validate(PlanState request) => request.Ownership.Validate();

    public override NoSubject Resolve(PlanState request, OperationContext context) => new();

    public override Task<IReadOnlyList<StateChange>> HandleAsync(PlanState request, NoSubject subject, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StateChange>>([.. StatePlanner.Plan(context, request.Documents, request.Ownership, out _).Select(planned => planned.Change)]);
}
