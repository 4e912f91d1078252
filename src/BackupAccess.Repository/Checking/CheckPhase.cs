namespace BackupAccess.Repository.Checking;

/// <summary>The steps of a check, in their order.</summary>
public enum CheckPhase
{
    /// <summary>Index objects are read and compared with the packs that are there.</summary>
    Packs,

    /// <summary>Every tree of every snapshot is read, and its files' chunks are looked up.</summary>
    Trees,

    /// <summary>Packs are read whole.</summary>
    Data,
}
