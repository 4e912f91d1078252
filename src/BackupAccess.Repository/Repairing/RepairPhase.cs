namespace BackupAccess.Repository.Repairing;

/// <summary>The steps of repairs, in their order; each repair has some of them.</summary>
public enum RepairPhase
{
    /// <summary>The packs' lists of blobs are read.</summary>
    Headers,

    /// <summary>Packs are read whole.</summary>
    Packs,

    /// <summary>What is left of damaged packs is copied into new packs.</summary>
    Salvage,

    /// <summary>The trees of snapshots are walked.</summary>
    Snapshots,

    /// <summary>The index is written anew.</summary>
    Index,

    /// <summary>What was replaced is deleted.</summary>
    Delete,
}
