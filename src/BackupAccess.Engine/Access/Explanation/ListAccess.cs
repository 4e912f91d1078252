using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>Lists everything that a user may do, of the operations whose name matches any of the patterns (none means all); a null user is the caller.</summary>
public sealed record ListAccess(UserReference? User, IReadOnlyList<string> Operations) : IOperation<IAsyncEnumerable<EffectiveAccess>>
{
    /// <summary>Roles that the user is assumed to hold besides.</summary>
    public IReadOnlyList<string> WithRoles { get; init; } = [];

    /// <summary>Connectors that the user is assumed to be granted besides.</summary>
    public IReadOnlyList<ConnectorReference> WithGrants { get; init; } = [];
}

internal sealed class ListAccessHandler : ReadHandler<ListAccess, AccessOfSubject, IAsyncEnumerable<EffectiveAccess>>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.Oneself;

    public override AccessOfSubject Resolve(ListAccess request, OperationContext context) => AccessOfSubject.Find(context, request.User);

    public override Task<IAsyncEnumerable<EffectiveAccess>> HandleAsync(ListAccess request, AccessOfSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        NamePatterns names = new(request.Operations);
        AccessPolicy held = subject.ReadPolicy(context);
        AccessPolicy policy = AccessAssumptions.Of(context, request.WithRoles, request.WithGrants).ApplyTo(held);
        AccessRows rows = new(context, isOwn: subject.IsCaller && policy == held, policy);
        return Task.FromResult(OperationCatalogue.Handlers
            .Where(operation => names.Matches(operation.Name))
            .OrderBy(operation => operation.Name, StringComparer.Ordinal)
            .SelectMany(rows.Of)
            .ToAsyncEnumerable());
    }
}
