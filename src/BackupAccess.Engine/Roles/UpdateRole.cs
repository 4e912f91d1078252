using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Roles;

/// <summary>
/// Changes a declared role; what is null stays. Connector grants that its holders have from before come back into effect
/// with a granted reach, or are dropped where that is asked for.
/// </summary>
public sealed record UpdateRole(string Name, IReadOnlyList<string>? Permissions, ConnectorReach? Connectors, ProfileReach? Profiles, AccountReach? Accounts) : IOperation<ChangedRole>
{
    /// <summary>Permissions that the role is to hold until a time, besides; null leaves those where the permissions are left, and takes none where they aren't.</summary>
    public IReadOnlyList<PermissionEnd>? Ends { get; init; }

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
            Connectors = request.Connectors ?? role.Connectors,
            Profiles = request.Profiles ?? role.Profiles,
            Accounts = request.Accounts ?? role.Accounts,
        };
        if (request.Permissions is not null || request.Ends is not null)
        {
            IEnumerable<string> lasting = request.Permissions ?? [.. role.Permissions.Where(permission => role.EndOf(permission) == UnixTime.Never)];
            changed = RoleRules.WithPermissions(context, changed, lasting, request.Ends ?? []);
        }

        return RoleRules.Change(context, role, changed, request.Grants);
    }
}
