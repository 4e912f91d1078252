using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Permissions;

/// <summary>Takes a permission out of a declared role.</summary>
public sealed record RevokePermission(string Role, string Permission) : IOperation<ChangedRole>;

internal sealed class RevokePermissionHandler : ChangeHandler<RevokePermission, RoleSubject, ChangedRole>
{
    public override void Validate(RevokePermission request) => RoleRules.RequireDeclared(request.Role);

    public override RoleSubject Resolve(RevokePermission request, OperationContext context) => RoleSubject.Find(context, request.Role) with { Permission = Names.Printable(request.Permission) };

    public override ChangedRole Handle(RevokePermission request, RoleSubject subject, OperationContext context)
    {
        Role role = subject.Require();
        return role.Permissions.Contains(request.Permission, StringComparer.OrdinalIgnoreCase)
            ? RoleRules.Change(context, role, role.Without(request.Permission))
            : throw new NotFoundException($"permission of \"{role.Name}\"", Names.Printable(request.Permission));
    }
}
