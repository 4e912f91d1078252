using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Permissions;

/// <summary>Puts a permission into a declared role; one that is in it already stays.</summary>
public sealed record GrantPermission(string Role, string Permission) : IOperation<Role>;

internal sealed class GrantPermissionHandler : ChangeHandler<GrantPermission, RoleSubject, Role>
{
    public override void Validate(GrantPermission request) => RoleRules.RequireDeclared(request.Role);

    public override RoleSubject Resolve(GrantPermission request, OperationContext context) => RoleSubject.Find(context, request.Role) with { Permission = Names.Printable(request.Permission) };

    public override Role Handle(GrantPermission request, RoleSubject subject, OperationContext context)
    {
        Role role = subject.Require();
        return RoleRules.Change(context, role, role with { Permissions = RoleRules.ResolvePermissions(context.Db, [.. role.Permissions, request.Permission]) });
    }
}
