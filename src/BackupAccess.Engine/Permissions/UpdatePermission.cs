using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Permissions;

/// <summary>Changes a declared permission, and with it every role that names it; what is null stays, and an empty description is none.</summary>
public sealed record UpdatePermission(string Name, IReadOnlyList<string>? Operations, string? Description) : IOperation<Permission>;

internal sealed class UpdatePermissionHandler : ChangeHandler<UpdatePermission, PermissionSubject, Permission>
{
    public override void Validate(UpdatePermission request)
    {
        PermissionRules.RequireDeclared(request.Name);
        PermissionRules.RequireDescription(request.Description);
    }

    public override PermissionSubject Resolve(UpdatePermission request, OperationContext context) => PermissionSubject.Find(context, request.Name);

    public override Permission Handle(UpdatePermission request, PermissionSubject subject, OperationContext context)
    {
        Permission permission = subject.Require();
        Permission changed = permission with
        {
            Operations = request.Operations is null ? permission.Operations : PermissionRules.ResolveOperations(request.Operations),
            Description = request.Description switch { null => permission.Description, "" => null, var given => given },
        };
        IReadOnlyList<Role> naming = PermissionRules.RolesNaming(context.Db, permission.Name);
        PermissionRules.RequireNotHeld(context, permission.Name, naming);
        foreach (Permission one in new[] { permission, changed })
        {
            PermissionRules.RequireHeld(context, one);
            PermissionStore.Save(context.Db, one);
            foreach (Role role in naming)
            {
                RoleRules.RequireHeld(context, role);
            }
        }

        context.Tell(string.Join(", ", changed.Operations));
        context.DefinitionsChanged();
        return changed;
    }
}
