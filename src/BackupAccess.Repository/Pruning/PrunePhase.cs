namespace BackupAccess.Repository.Pruning;

/// <summary>The steps of a prune, in their order.</summary>
public enum PrunePhase
{
    /// <summary>The trees of all snapshots are read.</summary>
    Snapshots,

    /// <summary>What is needed of packs with waste is copied into new packs.</summary>
    Repack,

    /// <summary>The index is written anew without the packs that go.</summary>
    Index,

    /// <summary>Packs are deleted.</summary>
    Delete,
}
