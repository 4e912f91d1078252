namespace BackupAccess.Repository.Files;

/// <summary>Where the names in a directory that didn't change come from.</summary>
public enum ParentListings
{
    /// <summary>The directory is read.</summary>
    Reread,

    /// <summary>The parent snapshot's tree names them.</summary>
    Trust,
}
