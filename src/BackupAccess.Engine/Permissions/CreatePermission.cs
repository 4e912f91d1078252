using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Permissions;

/// <summary>Declares a permission.</summary>
public sealed record CreatePermission(string Name, IReadOnlyList<string> Operations, string? Description) : IOperation<Permission>;

internal sealed class CreatePermissionHandler : ChangeHandler<CreatePermission, NoSubject, Permission>
{
    public override void Validate(CreatePermission request)
    {
        Names.RequireValid("permission", request.Name);
        PermissionRules.RequireDeclared(request.Name);
        PermissionRules.RequireDescription(request.Description);
    }

    public override NoSubject Resolve(CreatePermission request, OperationContext context) => new("permission", request.Name);

    public override ISubject About(NoSubject subject, Permission result) => subject with { Id = result.Name };

    public override Permission Handle(CreatePermission request, NoSubject subject, OperationContext context)
    {
        if (PermissionStore.Find(context.Db, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a permission \"{request.Name}\" already.");
        }

        Permission permission = new()
        {
            Name = request.Name,
            BuiltIn = false,
            Description = request.Description,
            Operations = PermissionRules.ResolveOperations(request.Operations),
        };
        PermissionRules.RequireHeld(context, permission);
        PermissionStore.Save(context.Db, permission);
        context.Tell(string.Join(", ", permission.Operations));
        return permission;
    }
}
