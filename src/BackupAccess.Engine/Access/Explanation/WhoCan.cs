using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>Lists everybody who may do an operation on a target, with the role that allows it and until when.</summary>
public sealed record WhoCan(string Operation, ConnectorReference? Connector, AccountReference? Account, BackupReference? Backup) : IOperation<IAsyncEnumerable<EffectiveAccess>>
{
    public ProfileReference? Profile { get; init; }

    public string? Storage { get; init; }

    public string? Setting { get; init; }

    /// <summary>A request for approval.</summary>
    public Guid? Approval { get; init; }

    /// <summary>The user that the operation would be done to, alone or besides a thing.</summary>
    public UserReference? TargetUser { get; init; }

    internal TargetNames About => new(Connector, Account, Backup, Profile) { Storage = Storage, Setting = Setting, Approval = Approval, User = TargetUser };
}

internal sealed class WhoCanHandler : ReadHandler<WhoCan, NoSubject, IAsyncEnumerable<EffectiveAccess>>
{
    public override void Validate(WhoCan request) => request.About.RequireOne();

    public override NoSubject Resolve(WhoCan request, OperationContext context) => new();

    public override Task<IAsyncEnumerable<EffectiveAccess>> HandleAsync(WhoCan request, NoSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        Handler operation = OperationCatalogue.Find(request.Operation) ?? throw new NotFoundException("operation", Names.Printable(request.Operation));
        AccessTarget about = AccessTarget.Find(context, operation, request.About);
        Func<AccessPolicy, Target[]> targetsOf = about.For(operation);
        AccessPolicy[] allowed = [.. context.ReadAccess().Policies
            .Where(policy => policy.Decide(operation.Number, targetsOf(policy), context.Now) && context.Allows(Target.OfUser(policy.UserId, policy.Enabled)))
            .OrderBy(policy => policy.Name, StringComparer.OrdinalIgnoreCase)];
        return Task.FromResult(allowed
            .Select(policy => AccessRows.TryShow(policy, operation, about.Kind, about.Name, targetsOf(policy), context.Now))
            .OfType<EffectiveAccess>()
            .ToAsyncEnumerable());
    }
}
