using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Roles;

/// <summary>A declared role that is to be changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">The role; null where there is none, or where the caller may change none and so isn't told.</param>
internal sealed record RoleSubject(string Name, Role? Role) : ISubject
{
    public string Kind => "role";

    public string Id => Role?.Name ?? Name;

    /// <summary>The permission that it is given, or that is taken from it.</summary>
    public string? Permission { get; init; }

    public IReadOnlyList<AuditedObject> Others => Permission is { } name ? [new("permission", name, name)] : [];

    public Target[] Targets => [Target.None];

    public static RoleSubject Find(OperationContext context, string name) =>
        new(Names.Printable(name), context.Allows(Target.None) ? RoleStore.Find(context.Db, name)?.At(context.Now) : null);

    /// <exception cref="NotFoundException">There is no such role.</exception>
    public Role Require() => Role ?? throw new NotFoundException("role", Name);
}
