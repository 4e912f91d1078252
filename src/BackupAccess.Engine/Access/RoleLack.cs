namespace BackupAccess.Engine.Access;

/// <summary>What keeps one role from allowing an operation on a target.</summary>
[Flags]
public enum RoleLack
{
    /// <summary>Nothing: the role allows it.</summary>
    None = 0,

    /// <summary>No permission of the role holds the operation.</summary>
    Operation = 1,

    /// <summary>The role's reach doesn't cover a target.</summary>
    Reach = 2,

    /// <summary>The role's assignment has expired.</summary>
    Expired = 4,

    /// <summary>The user is disabled or expired.</summary>
    User = 8,
}
