namespace BackupAccess.Repository.Files;

/// <summary>What becomes of recorded privileges: set-user-ID and set-group-ID bits of files, devices, and attributes beyond <c>user.</c> and ACLs, such as capabilities.</summary>
public enum RestorePrivileges
{
    /// <summary>They are left out, and each file that had some is told of.</summary>
    Strip,

    /// <summary>They are restored; but no set-ID bit to a file that isn't given to the user or group recorded.</summary>
    Allow,
}
