namespace BackupAccess.Repository.Files;

/// <summary>What a backup does with a directory on another file system than its item's root.</summary>
public enum MountPoints
{
    Enter,
    LeaveEmpty,
}
