using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Roles;

/// <summary>A user who holds a role.</summary>
internal sealed record HolderRow(string Id, string Name, long Enabled)
{
    public Guid Guid => Guid.Parse(Id);

    public Target Target => Target.OfUser(Guid, Enabled != 0);
}
