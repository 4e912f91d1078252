using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>Takes a role from a user; the user's connector grants stay remembered, or are dropped where that is asked for.</summary>
public sealed record UnassignRole(UserReference User, string Role) : IOperation<RoleChange>
{
    public RememberedGrants Grants { get; init; }
}

internal sealed class UnassignRoleHandler : ChangeHandler<UnassignRole, AssignmentSubject, RoleChange>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override AssignmentSubject Resolve(UnassignRole request, OperationContext context) => AssignmentSubject.Find(context, request.User, request.Role);

    public override string? ReasonOf(UnassignRole request) => request.Role;

    public override RoleChange Handle(UnassignRole request, AssignmentSubject subject, OperationContext context)
    {
        UserRow user = subject.User;
        UserRules.RequireAnother(context, user);
        UserRules.RequireGiving(context, user);
        GrantMemory memory = new(context, user);
        Role? role = RoleStore.Find(context.Db, request.Role);
        if (role is null || UserStore.UnassignRole(context.Db, user.Guid, role.Name) == 0)
        {
            throw new NotFoundException($"role of \"{user.Name}\"", Names.Printable(request.Role));
        }

        if (request.Grants == RememberedGrants.Clear)
        {
            memory.Clear();
        }

        context.PolicyChanged(user.Guid);
        return memory.Conclude(role.Name, assigned: false, until: null);
    }
}
