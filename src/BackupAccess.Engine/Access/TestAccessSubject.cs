using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access;

/// <summary>The user asked about; null for the caller.</summary>
internal sealed record TestAccessSubject(UserRow? Asked, AccessPolicy Caller) : ISubject
{
    public string Kind => "user";

    public string? Id => Asked?.Id;

    public string Name => Asked?.Name ?? Caller.Name;

    public Target[] Targets => [Asked?.Target ?? Target.OfUser(Caller.UserId, enabled: true)];
}
