using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Roles;

/// <summary>Changes a declared role; what is null stays.</summary>
public sealed record UpdateRole(string Name, IReadOnlyList<string>? Permissions, ConnectorReach? Connectors, ProfileReach? Profiles, AccountReach? Accounts) : IOperation<Role>;

internal sealed class UpdateRoleHandler : ChangeHandler<UpdateRole, RoleSubject, Role>
{
    public override void Validate(UpdateRole request) => RoleRules.RequireDeclared(request.Name);

    public override RoleSubject Resolve(UpdateRole request, OperationContext context) => RoleSubject.Find(context, request.Name);

    public override Role Handle(UpdateRole request, RoleSubject subject, OperationContext context)
    {
        Role role = subject.Require();
        return RoleRules.Change(context, role, role with
        {
            Permissions = request.Permissions is null ? role.Permissions : RoleRules.ResolvePermissions(context.Db, request.Permissions),
            Connectors = request.Connectors ?? role.Connectors,
            Profiles = request.Profiles ?? role.Profiles,
            Accounts = request.Accounts ?? role.Accounts,
        });
    }
}
