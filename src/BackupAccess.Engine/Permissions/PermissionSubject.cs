using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Permissions;

/// <summary>A declared permission that is to be changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Permission">The permission; null where there is none, or where the caller may change none and so isn't told.</param>
internal sealed record PermissionSubject(string Name, Permission? Permission) : ISubject
{
    public string Kind => "permission";

    public string Id => Permission?.Name ?? Name;

    public Target[] Targets => [Target.None];

    public static PermissionSubject Find(OperationContext context, string name) =>
        new(Names.Printable(name), context.Allows(Target.None) ? PermissionStore.Find(context.Db, name) : null);

    /// <exception cref="NotFoundException">There is no such permission.</exception>
    public Permission Require() => Permission ?? throw new NotFoundException("permission", Name);
}
