namespace BackupAccess.Engine.Storage;

/// <summary>What a storage is made of.</summary>
public enum StorageKind
{
    /// <summary>A folder of this machine, or one mounted on it.</summary>
    Folder,
}
