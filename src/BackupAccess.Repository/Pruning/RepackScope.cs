namespace BackupAccess.Repository.Pruning;

/// <summary>Which packs are rewritten by a prune.</summary>
public enum RepackScope
{
    /// <summary>Those with too much that nothing needs, and the small ones.</summary>
    Waste,

    /// <summary>Also those with blobs that could be compressed and aren't.</summary>
    Uncompressed,
}
