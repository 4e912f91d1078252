using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>Asks whether a user may do an operation on a target, and why: the answer of the function that enforces. One target at most; a null user is the caller.</summary>
public sealed record TestAccess(UserReference? User, string Operation, ConnectorReference? Connector, AccountReference? Account, BackupReference? Backup) : IOperation<AccessDecision>
{
    public ProfileReference? Profile { get; init; }

    /// <summary>Roles that the user is assumed to hold besides.</summary>
    public IReadOnlyList<string> WithRoles { get; init; } = [];

    /// <summary>Connectors that the user is assumed to be granted besides.</summary>
    public IReadOnlyList<ConnectorReference> WithGrants { get; init; } = [];
}

internal sealed class TestAccessHandler : ReadHandler<TestAccess, AccessOfSubject, AccessDecision>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override void Validate(TestAccess request) => AccessTarget.RequireOne(request.Connector, request.Account, request.Backup, request.Profile);

    public override AccessOfSubject Resolve(TestAccess request, OperationContext context) => AccessOfSubject.Find(context, request.User);

    public override Task<AccessDecision> HandleAsync(TestAccess request, AccessOfSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        Handler operation = OperationCatalogue.Find(request.Operation) ?? throw new NotFoundException("operation", Names.Printable(request.Operation));
        AccessTarget about = AccessTarget.Find(context, request.Connector, request.Account, request.Backup, request.Profile);
        AccessAssumptions assumptions = AccessAssumptions.Of(context, request.WithRoles, request.WithGrants);
        AccessQuestion question = new(assumptions.ApplyTo(subject.ReadPolicy(context)), operation.Number, about.For(operation), context.Now);
        IReadOnlyList<AccessReason> reasons = AccessExplanation.Of(question.Policy, operation.Number, operation.Name, question.Targets, context.Now);
        return Task.FromResult(new AccessDecision
        {
            Allowed = question.IsAllowed,
            User = question.Policy.Name,
            Operation = operation.Name,
            Target = about.Subject.Name,
            Assuming = assumptions.Describe(),
            Role = reasons.FirstOrDefault(reason => reason.Lack == RoleLack.None)?.Role,
            Reasons = reasons,
            SmallestChange = AccessExplanation.SmallestChangeOf(question, AccessCandidates.For(context, operation, about.IsOwnable)),
        });
    }
}
