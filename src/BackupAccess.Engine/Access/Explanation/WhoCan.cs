using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>Lists everybody who may do an operation on a target, one at most, with the role that allows it and until when.</summary>
public sealed record WhoCan(string Operation, ConnectorReference? Connector, AccountReference? Account, BackupReference? Backup) : IOperation<IAsyncEnumerable<EffectiveAccess>>
{
    public ProfileReference? Profile { get; init; }
}

internal sealed class WhoCanHandler : ReadHandler<WhoCan, NoSubject, IAsyncEnumerable<EffectiveAccess>>
{
    public override void Validate(WhoCan request) => AccessTarget.RequireOne(request.Connector, request.Account, request.Backup, request.Profile);

    public override NoSubject Resolve(WhoCan request, OperationContext context) => new();

    public override Task<IAsyncEnumerable<EffectiveAccess>> HandleAsync(WhoCan request, NoSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        Handler operation = OperationCatalogue.Find(request.Operation) ?? throw new NotFoundException("operation", Names.Printable(request.Operation));
        AccessTarget about = AccessTarget.Find(context, request.Connector, request.Account, request.Backup, request.Profile);
        Target[] targets = about.For(operation);
        AccessPolicy[] allowed = [.. context.ReadAccess().Policies
            .Where(policy => policy.Decide(operation.Number, targets, context.Now) && context.Allows(Target.OfUser(policy.UserId, policy.Enabled)))
            .OrderBy(policy => policy.Name, StringComparer.OrdinalIgnoreCase)];
        return Task.FromResult(allowed
            .Select(policy => AccessRows.TryShow(policy, operation, about.Kind, about.Subject.Name, targets, context.Now))
            .OfType<EffectiveAccess>()
            .ToAsyncEnumerable());
    }
}
