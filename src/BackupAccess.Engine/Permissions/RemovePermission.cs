using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Permissions;

/// <summary>Removes a declared permission that no role names.</summary>
public sealed record RemovePermission(string Name) : IOperation<Permission>;

internal sealed class RemovePermissionHandler : ChangeHandler<RemovePermission, PermissionSubject, Permission>
{
    public override void Validate(RemovePermission request) => PermissionRules.RequireDeclared(request.Name);

    public override PermissionSubject Resolve(RemovePermission request, OperationContext context) => PermissionSubject.Find(context, request.Name);

    public override Permission Handle(RemovePermission request, PermissionSubject subject, OperationContext context)
    {
        Permission permission = subject.Require();
        IReadOnlyList<Role> naming = PermissionRules.RolesNaming(context.Db, permission.Name);
        Role[] holding = [.. naming.Where(role => context.Now < role.EndOf(permission.Name))];
        if (holding.Length > 0)
        {
            throw new ConflictException("PermissionInUse", $"The permission \"{permission.Name}\" is in use by the roles {string.Join(", ", holding.Select(role => role.Name))}.");
        }

        PermissionRules.RequireHeld(context, permission);
        foreach (Role ended in naming)
        {
            RoleStore.Save(context.Db, ended.Without(permission.Name));
            context.DefinitionsChanged();
        }

        PermissionStore.Delete(context.Db, permission.Name);
        return permission;
    }
}
