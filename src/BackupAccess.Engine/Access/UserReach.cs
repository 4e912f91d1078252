namespace BackupAccess.Engine.Access;

/// <summary>Which users a role covers; it follows from the role's permissions.</summary>
internal enum UserReach
{
    /// <summary>Oneself: everybody.</summary>
    Self,

    /// <summary>Enabled users, to grant to and for nothing else: roles with CONNECTOR_ACCESS.</summary>
    Names,

    /// <summary>Every user: roles with RBAC_ADMIN or RBAC_VIEW.</summary>
    All,
}
