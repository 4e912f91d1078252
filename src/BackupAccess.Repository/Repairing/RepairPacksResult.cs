namespace BackupAccess.Repository.Repairing;

/// <summary>What repairing packs did, or would do. Ids are in order.</summary>
public sealed record RepairPacksResult
{
    /// <summary>Packs read whole.</summary>
    public required int PacksRead { get; init; }

    /// <summary>Those of them that were damaged, and are deleted.</summary>
    public required IReadOnlyList<DamagedPack> PacksDamaged { get; init; }

    /// <summary>Packs that the index named and that aren't there.</summary>
    public required IReadOnlyList<ObjectId> PacksMissing { get; init; }

    /// <summary>Blobs copied out of damaged packs: those that no pack proven whole has.</summary>
    public required int BlobsSalvaged { get; init; }

    /// <summary>Their size in the packs, in bytes.</summary>
    public required long BytesSalvaged { get; init; }

    /// <summary>Blobs that damaged or missing packs should hold and that no pack has any more.</summary>
    public required IReadOnlyList<BlobHandle> BlobsLost { get; init; }

    /// <summary>Index objects that couldn't be read or are wrong now.</summary>
    public required IReadOnlyList<ObjectId> IndexObjectsRemoved { get; init; }

    /// <summary>Index objects written besides those that name what was salvaged.</summary>
    public required int IndexObjectsWritten { get; init; }
}
