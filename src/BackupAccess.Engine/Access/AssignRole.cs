using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access;

/// <summary>Assigns a role to a user, for good or until a time.</summary>
public sealed record AssignRole(UserReference User, string Role, DateTimeOffset? Until) : IOperation<User>;

internal sealed class AssignRoleHandler : ChangeHandler<AssignRole, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override UserRow Resolve(AssignRole request, OperationContext context) => UserLookup.Find(context, request.User);

    public override string? ReasonOf(AssignRole request) => request.Role;

    public override User Handle(AssignRole request, UserRow user, OperationContext context)
    {
        UserRules.RequireAnother(context, user);
        UserRules.RequireFuture(context, request.Until);
        RoleAssignment.Assign(context, user, request.Role, request.Until);
        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user);
    }
}
