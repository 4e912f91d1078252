namespace BackupAccess.Engine.Backups;

/// <summary>How far a listing goes.</summary>
public enum BrowseDepth
{
    /// <summary>The entries of the folder.</summary>
    Children,

    /// <summary>Everything below it.</summary>
    All,
}
