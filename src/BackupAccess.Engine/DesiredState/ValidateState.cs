using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Checks documents against the schema and the rules that need no state but the names of permissions; no finding means that they are sound.</summary>
public sealed record ValidateState(IReadOnlyList<StateDocument> Documents) : IOperation<IReadOnlyList<StateFinding>>;

internal sealed class ValidateStateHandler : ReadHandler<ValidateState, NoSubject, IReadOnlyList<StateFinding>>
{
    public override NoSubject Resolve(ValidateState request, OperationContext context) => new();

    public override Task<IReadOnlyList<StateFinding>> HandleAsync(ValidateState request, NoSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        List<StateFinding> findings = [];
        _ = StateParser.Parse(request.Documents, PermissionRules.DeclaredNames(context), findings);
        return Task.FromResult<IReadOnlyList<StateFinding>>(findings);
    }
}
