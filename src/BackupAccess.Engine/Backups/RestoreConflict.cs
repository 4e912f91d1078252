namespace BackupAccess.Engine.Backups;

/// <summary>What happens where something is there already.</summary>
public enum RestoreConflict
{
    /// <summary>The backup's file replaces it.</summary>
    Overwrite,

    /// <summary>The live file wins.</summary>
    Keep,

    /// <summary>The backup's file is written beside it.</summary>
    Rename,
}
