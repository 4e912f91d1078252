using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>Asks whether a user may do an operation on a target, and why: the answer of the function that enforces. A null user is the caller.</summary>
public sealed record TestAccess(UserReference? User, string Operation, ConnectorReference? Connector, AccountReference? Account, BackupReference? Backup) : IOperation<AccessDecision>
{
    public ProfileReference? Profile { get; init; }

    public string? Storage { get; init; }

    public string? Setting { get; init; }

    /// <summary>A request for approval.</summary>
    public Guid? Approval { get; init; }

    /// <summary>The user that the operation would be done to, alone or besides a thing.</summary>
    public UserReference? TargetUser { get; init; }

    internal TargetNames About => new(Connector, Account, Backup, Profile) { Storage = Storage, Setting = Setting, Approval = Approval, User = TargetUser };

    /// <summary>Roles that the user is assumed to hold besides.</summary>
    public IReadOnlyList<string> WithRoles { get; init; } = [];

    /// <summary>Connectors that the user is assumed to be granted besides.</summary>
    public IReadOnlyList<ConnectorReference> WithGrants { get; init; } = [];
}

internal sealed class TestAccessHandler : ReadHandler<TestAccess, AccessOfSubject, AccessDecision>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.Oneself;

    public override void Validate(TestAccess request) => request.About.RequireOne();

    public override AccessOfSubject Resolve(TestAccess request, OperationContext context) => AccessOfSubject.Find(context, request.User);

    public override Task<AccessDecision> HandleAsync(TestAccess request, AccessOfSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        Handler operation = OperationCatalogue.Find(request.Operation) ?? throw new NotFoundException("operation", Names.Printable(request.Operation));
        AccessTarget about = AccessTarget.Find(context, operation, request.About);
        AccessAssumptions assumptions = AccessAssumptions.Of(context, request.WithRoles, request.WithGrants);
        AccessPolicy policy = assumptions.ApplyTo(subject.ReadPolicy(context));
        AccessQuestion question = new(policy, operation.Number, about.For(operation)(policy), context.Now);
        IReadOnlyList<AccessReason> reasons = AccessExplanation.Of(question.Policy, operation.Number, operation.Name, question.Targets, context.Now);
        return Task.FromResult(new AccessDecision
        {
            Allowed = question.IsAllowed,
            User = question.Policy.Name,
            Operation = operation.Name,
            Target = about.Name,
            Assuming = assumptions.Describe(),
            Role = reasons.FirstOrDefault(reason => reason.Lack == RoleLack.None)?.Role,
            Reasons = reasons,
            SmallestChange = AccessExplanation.SmallestChangeOf(question, AccessCandidates.For(context, operation, about.IsOwnable)),
        });
    }
}
