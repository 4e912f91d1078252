using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Permissions;

/// <summary>Takes a permission out of a declared role.</summary>
public sealed record RevokePermission(string Role, string Permission) : IOperation<Role>;

internal sealed class RevokePermissionHandler : ChangeHandler<RevokePermission, RoleSubject, Role>
{
    public override void Validate(RevokePermission request) => RoleRules.RequireDeclared(request.Role);

    public override RoleSubject Resolve(RevokePermission request, OperationContext context) => RoleSubject.Find(context, request.Role) with { Permission = Names.Printable(request.Permission) };

    public override Role Handle(RevokePermission request, RoleSubject subject, OperationContext context)
    {
        Role role = subject.Require();
        string[] left = [.. role.Permissions.Where(permission => !string.Equals(permission, request.Permission, StringComparison.OrdinalIgnoreCase))];
        return left.Length < role.Permissions.Count
            ? RoleRules.Change(context, role, role with { Permissions = left })
            : throw new NotFoundException($"permission of \"{role.Name}\"", Names.Printable(request.Permission));
    }
}
