namespace BackupAccess.Engine.DesiredState;

/// <summary>How much an apply may remove of what its owner's documents declared before and declare no more.</summary>
public enum PruneLimit
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Five objects, and no more than a fifth of what the owner has declared.</summary>
    Few,

    /// <summary>Any number, as long as the documents declare something still.</summary>
    Many,

    /// <summary>All.</summary>
    All,
}
