namespace BackupAccess.Repository.Pruning;

/// <summary>What a prune did, or would do. Sizes are bytes as they lie in the storage, without packs' headers.</summary>
public sealed record PruneResult
{
    public required int Snapshots { get; init; }

    /// <summary>Blobs that snapshots need, once each.</summary>
    public required long BlobsUsed { get; init; }

    /// <summary>Their size.</summary>
    public required long BytesUsed { get; init; }

    /// <summary>Size of what no snapshot needs, second copies with it, before the prune.</summary>
    public required long BytesUnused { get; init; }

    /// <summary>Size of what no snapshot needs and stays all the same, within what the options allow.</summary>
    public required long BytesUnusedKept { get; init; }

    /// <summary>Packs that stay as they are.</summary>
    public required int PacksKept { get; init; }

    /// <summary>Packs whose needed blobs are copied into new packs.</summary>
    public required int PacksRepacked { get; init; }

    /// <summary>Size of what is copied.</summary>
    public required long BytesRepacked { get; init; }

    /// <summary>Packs that the index named before and doesn't after.</summary>
    public required int PacksRemoved { get; init; }

    /// <summary>Packs of which no index knew and whose blobs a snapshot needs: the index names them again.</summary>
    public required int PacksRecovered { get; init; }

    /// <summary>Packs that nothing needs and that are kept until their quarantine ends.</summary>
    public required int PacksQuarantined { get; init; }

    /// <summary>Packs deleted.</summary>
    public required int PacksDeleted { get; init; }

    /// <summary>Size of the packs deleted, with their headers.</summary>
    public required long BytesDeleted { get; init; }
}
