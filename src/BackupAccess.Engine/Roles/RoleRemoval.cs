
namespace BackupAccess.Engine.Roles;

/// <summary>What is done where a role that is to be removed is assigned.</summary>
public enum RoleRemoval
{
    /// <summary>It is refused.</summary>
    Unassigned,

    /// <summary>The role is taken from each user that holds it, as unassigning it would.</summary>
    Unassign,
}
