using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Permissions;

/// <summary>Puts a permission into a declared role, for good or until a time; of one that is in it already, the end is what is said now.</summary>
public sealed record GrantPermission(string Role, string Permission) : IOperation<ChangedRole>
{
    public DateTimeOffset? Until { get; init; }
}

internal sealed class GrantPermissionHandler : ChangeHandler<GrantPermission, RoleSubject, ChangedRole>
{
    public override void Validate(GrantPermission request) => RoleRules.RequireDeclared(request.Role);

    public override RoleSubject Resolve(GrantPermission request, OperationContext context) => RoleSubject.Find(context, request.Role) with { Permission = Names.Printable(request.Permission) };

    public override ChangedRole Handle(GrantPermission request, RoleSubject subject, OperationContext context)
    {
        Role role = subject.Require();
        UserRules.RequireFuture(context, request.Until);
        string permission = RoleRules.ResolvePermissions(context.Db, [request.Permission])[0];
        return RoleRules.Change(context, role, role.With(permission, request.Until));
    }
}
