namespace BackupAccess.Repository.Storage;

/// <summary>How much of a call is done when it is made to fail.</summary>
public enum FaultEffect
{
    /// <summary>Nothing.</summary>
    Before,

    /// <summary>All: the caller is told of a failure that was none.</summary>
    After,

    /// <summary>
    /// Half: a put leaves half of the object under its name, as no storage may and a broken one does; a read fills half
    /// of its range; a list ends half-way. A stat or a deletion has no halves: nothing is done.
    /// </summary>
    Torn,

    /// <summary>All, and the call succeeds, only later.</summary>
    Delayed,
}
