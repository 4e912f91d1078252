namespace BackupAccess.Repository.Repairing;

/// <summary>When a file's chunk counts as there. Trees are always read.</summary>
public enum ChunkProof
{
    /// <summary>The index names a pack that is there and long enough to hold it.</summary>
    Stored,

    /// <summary>It is read, once, and opens.</summary>
    Read,
}
