namespace BackupAccess.Engine.Storage;

/// <summary>What may be done in a storage.</summary>
public enum StorageMode
{
    ReadWrite,

    /// <summary>Backups in it are listed and restored; none is added or removed.</summary>
    ReadOnly,
}
