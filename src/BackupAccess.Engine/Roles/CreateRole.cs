using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Roles;

/// <summary>Declares a role.</summary>
public sealed record CreateRole(string Name, IReadOnlyList<string> Permissions, ConnectorReach Connectors, ProfileReach Profiles, AccountReach Accounts) : IOperation<Role>
{
    /// <summary>Permissions that the role holds until a time, besides.</summary>
    public IReadOnlyList<PermissionEnd> Ends { get; init; } = [];
}

internal sealed class CreateRoleHandler : ChangeHandler<CreateRole, NoSubject, Role>
{
    public override void Validate(CreateRole request)
    {
        Names.RequireValid("role", request.Name);
        RoleRules.RequireDeclared(request.Name);
    }

    public override NoSubject Resolve(CreateRole request, OperationContext context) => new("role", request.Name);

    public override ISubject About(NoSubject subject, Role result) => subject with { Id = result.Name };

    public override Role Handle(CreateRole request, NoSubject subject, OperationContext context)
    {
        if (RoleStore.Find(context.Db, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a role \"{request.Name}\" already.");
        }

        Role role = RoleRules.WithPermissions(context, Bare(request), request.Permissions, request.Ends);
        RoleRules.RequireHeld(context, role);
        RoleStore.Save(context.Db, role);
        context.Tell(RoleRules.Describe(role));
        return role;
    }

    private static Role Bare(CreateRole request) => new()
    {
        Name = request.Name,
        BuiltIn = false,
        Permissions = [],
        Connectors = request.Connectors,
        Profiles = request.Profiles,
        Accounts = request.Accounts,
    };
}
