namespace BackupAccess.Engine.StorageControllers;

/// <summary>What becomes of the snapshots that backups have left on a storage controller, where it is to be forgotten.</summary>
public enum LeftSnapshots
{
    /// <summary>They are removed before, and as long as there are any it isn't forgotten.</summary>
    Removed,

    /// <summary>They are forgotten with it, and stay where they are.</summary>
    Forgotten,
}
