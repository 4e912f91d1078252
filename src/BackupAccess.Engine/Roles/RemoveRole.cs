using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>Removes a declared role. Assignments that have ended go with it; one that hasn't keeps it, or is taken where that is asked for.</summary>
public sealed record RemoveRole(string Name, RoleRemoval Removal) : IOperation<Role>;

internal sealed class RemoveRoleHandler : ChangeHandler<RemoveRole, RoleSubject, Role>
{
    public override void Validate(RemoveRole request) => RoleRules.RequireDeclared(request.Name);

    public override RoleSubject Resolve(RemoveRole request, OperationContext context) => RoleSubject.Find(context, request.Name);

    public override Role Handle(RemoveRole request, RoleSubject subject, OperationContext context)
    {
        Role role = subject.Require();
        RoleRules.RequireNotHeld(context, role);
        RoleRules.RequireHeld(context, role);
        IReadOnlyList<UserRoleRow> assigned = [.. UserStore.AssignmentsOf(context.Db, role.Name).Where(one => (one.Until ?? UnixTime.Never) > context.Now)];
        if (assigned.Count > 0 && request.Removal == RoleRemoval.Unassigned)
        {
            throw new ConflictException("RoleInUse", $"The role \"{role.Name}\" is assigned to {Named(context, assigned)}.");
        }

        foreach (UserRoleRow one in assigned)
        {
            context.Invoke(new UnassignRole(new UserReference(Guid.Parse(one.UserId)), role.Name));
        }

        // The name may be declared anew: whatever stood on it must be gone.
        UserStore.UnassignRole(context.Db, role.Name);
        RoleStore.Delete(context.Db, role.Name);
        context.PolicyChanged();
        return role;
    }

    private static string Named(OperationContext context, IReadOnlyList<UserRoleRow> assigned)
    {
        const int Most = 5;
        UserRow[] known = [.. assigned.Take(Most).Select(one => UserStore.Find(context.Db, Guid.Parse(one.UserId))!).Where(user => context.Allows<ListUsers>(user.Target))];
        return known.Length < assigned.Count ? $"{assigned.Count} users" : string.Join(", ", known.Select(user => user.Name));
    }
}
