using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>Assigns a role to a user, for good or until a time. Connector grants that the user has from before come back into effect, or are dropped where that is asked for.</summary>
public sealed record AssignRole(UserReference User, string Role, DateTimeOffset? Until) : IOperation<RoleChange>
{
    public RememberedGrants Grants { get; init; }
}

internal sealed class AssignRoleHandler : ChangeHandler<AssignRole, AssignmentSubject, RoleChange>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override AssignmentSubject Resolve(AssignRole request, OperationContext context) => AssignmentSubject.Find(context, request.User, request.Role);

    public override string? ReasonOf(AssignRole request) => request.Role;

    public override RoleChange Handle(AssignRole request, AssignmentSubject subject, OperationContext context)
    {
        UserRow user = subject.User;
        UserRules.RequireAnother(context, user);
        UserRules.RequireFuture(context, request.Until);
        GrantMemory memory = new(context, user);
        if (request.Grants == RememberedGrants.Clear)
        {
            memory.Clear();
        }

        Role role = RoleAssignment.Assign(context, user, request.Role, request.Until);
        context.PolicyChanged(user.Guid);
        return memory.Conclude(role.Name, assigned: true, request.Until);
    }
}
