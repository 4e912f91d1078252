using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Access;

/// <summary>A declared role that is to be changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">The role; null where there is none, or where the caller may change none and so isn't told.</param>
internal sealed record RoleSubject(string Name, Role? Role) : ISubject
{
    public string Kind => "role";

    public string Id => Name;

    public Target[] Targets => [Target.None];
}
