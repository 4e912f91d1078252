using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access;

/// <summary>Asks whether a user may do an operation on a target, and why: the answer of the function that enforces. One target at most; a null user is the caller.</summary>
public sealed record TestAccess(UserReference? User, string Operation, ConnectorReference? Connector, AccountReference? Account, BackupReference? Backup) : IOperation<AccessDecision>;

internal sealed class TestAccessHandler : ReadHandler<TestAccess, TestAccessSubject, AccessDecision>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override void Validate(TestAccess request)
    {
        if (new object?[] { request.Connector, request.Account, request.Backup }.Count(target => target is not null) > 1)
        {
            throw new InvalidRequestException("InvalidValue", "One connector, account or backup is asked about at a time.");
        }
    }

    public override TestAccessSubject Resolve(TestAccess request, OperationContext context) =>
        new(request.User is null ? null : UserLookup.Find(context, request.User), context.Policy);

    public override Task<AccessDecision> HandleAsync(TestAccess request, TestAccessSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        Handler operation = OperationCatalogue.Find(request.Operation) ?? throw new NotFoundException("operation", Names.Printable(request.Operation));
        ISubject about = FindTarget(request, context);
        AccessPolicy policy = subject.Asked is { } user ? PolicyCompiler.Compile(context.Db, user.Guid, version: 0)!.Policy : context.Policy;
        return Task.FromResult(Explain(policy, operation, about, context.Now));
    }

    private static ISubject FindTarget(TestAccess request, OperationContext context) => request switch
    {
        { Connector: { } connector } => ConnectorLookup.Find(context, connector),
        { Account: { } account } => AccountLookup.Find(context, account),
        { Backup: { } backup } => BackupLookup.Find(context, backup),
        _ => new NoSubject(),
    };

    private static AccessDecision Explain(AccessPolicy policy, Handler operation, ISubject about, long now)
    {
        Target[] targets = TargetsOf(operation, about);
        IReadOnlyList<AccessReason> reasons = AccessExplanation.Of(policy, operation.Number, operation.Name, targets, now);
        return new AccessDecision
        {
            Allowed = policy.Decide(operation.Number, targets, now),
            User = policy.Name,
            Operation = operation.Name,
            Target = about.Name,
            Role = reasons.FirstOrDefault(reason => reason.Lack == RoleLack.None)?.Role,
            Reasons = reasons,
            SmallestChange = AccessExplanation.SmallestChange(policy, operation, targets, now),
        };
    }

    /// <summary>
    /// As the door would decide it: an operation on nothing in particular is decided on nothing, and one on accounts
    /// that is asked about on a connector, on an account there that nobody owns.
    /// </summary>
    private static Target[] TargetsOf(Handler operation, ISubject about) =>
        operation.Targets is [TargetKind.None] ? [Target.None]
        : about is ConnectorRow connector && operation.Targets.Any(kind => kind is TargetKind.Account or TargetKind.Backup)
            ? [Target.OfAccount((int)connector.Number, connector.IsOpenLegacy, owner: Guid.Empty)]
        : about.Targets;
}
