using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access;

/// <summary>Takes a role from a user; the user's connector grants stay remembered.</summary>
public sealed record UnassignRole(UserReference User, string Role) : IOperation<User>;

internal sealed class UnassignRoleHandler : ChangeHandler<UnassignRole, UserRow, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override UserRow Resolve(UnassignRole request, OperationContext context) => UserLookup.Find(context, request.User);

    public override string? ReasonOf(UnassignRole request) => request.Role;

    public override User Handle(UnassignRole request, UserRow user, OperationContext context)
    {
        UserRules.RequireAnother(context, user);
        UserRules.RequireGiving(context, user);
        Role? role = RoleStore.Find(context.Db, request.Role);
        if (role is null || UserStore.UnassignRole(context.Db, user.Guid, role.Name) == 0)
        {
            throw new NotFoundException($"role of \"{user.Name}\"", Names.Printable(request.Role));
        }

        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user);
    }
}
