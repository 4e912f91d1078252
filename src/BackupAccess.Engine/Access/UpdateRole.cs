using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Access;

/// <summary>Changes a declared role; what is null stays.</summary>
public sealed record UpdateRole(string Name, IReadOnlyList<string>? Permissions, ConnectorReach? Connectors, ProfileReach? Profiles, AccountReach? Accounts) : IOperation<Role>;

internal sealed class UpdateRoleHandler : ChangeHandler<UpdateRole, RoleSubject, Role>
{
    public override void Validate(UpdateRole request) => RoleRules.RequireDeclared(request.Name);

    public override RoleSubject Resolve(UpdateRole request, OperationContext context) =>
        new(Names.Printable(request.Name), context.Allows(Target.None) ? RoleStore.Find(context.Db, request.Name) : null);

    public override Role Handle(UpdateRole request, RoleSubject subject, OperationContext context)
    {
        Role role = subject.Role ?? throw new NotFoundException("role", subject.Name);
        if (context.Policy.Holds(role.Name, context.Now))
        {
            throw context.Refuse(role.Name, "nobody changes a role they hold");
        }

        Role changed = role with
        {
            Permissions = request.Permissions is null ? role.Permissions : RoleRules.ResolvePermissions(context.Db, request.Permissions),
            Connectors = request.Connectors ?? role.Connectors,
            Profiles = request.Profiles ?? role.Profiles,
            Accounts = request.Accounts ?? role.Accounts,
        };
        RoleRules.RequireHeld(context, role);
        RoleRules.RequireHeld(context, changed);
        RoleStore.Save(context.Db, changed);
        context.DefinitionsChanged();
        return changed;
    }
}
