using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Roles;

/// <summary>
/// Changes a declared role; what is null stays. Connector grants that its holders have from before come back into effect
/// with a granted reach, or are dropped where that is asked for.
/// </summary>
public sealed record UpdateRole(string Name, IReadOnlyList<string>? Permissions, ConnectorReach? Connectors, ProfileReach? Profiles, AccountReach? Accounts) : IOperation<ChangedRole>
{
    public RememberedGrants Grants { get; init; }
}

internal sealed class UpdateRoleHandler : ChangeHandler<UpdateRole, RoleSubject, ChangedRole>
{
    public override void Validate(UpdateRole request) => RoleRules.RequireDeclared(request.Name);

    public override RoleSubject Resolve(UpdateRole request, OperationContext context) => RoleSubject.Find(context, request.Name);

    public override ChangedRole Handle(UpdateRole request, RoleSubject subject, OperationContext context)
    {
        Role role = subject.Require();
        Role changed = role with
        {
            Permissions = request.Permissions is null ? role.Permissions : RoleRules.ResolvePermissions(context.Db, request.Permissions),
            Connectors = request.Connectors ?? role.Connectors,
            Profiles = request.Profiles ?? role.Profiles,
            Accounts = request.Accounts ?? role.Accounts,
        };
        return RoleRules.Change(context, role, changed, request.Grants);
    }
}
