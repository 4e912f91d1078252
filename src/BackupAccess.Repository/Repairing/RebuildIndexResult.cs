namespace BackupAccess.Repository.Repairing;

/// <summary>What rebuilding an index did, or would do. Ids are in order.</summary>
public sealed record RebuildIndexResult
{
    /// <summary>Packs in the storage.</summary>
    public required int Packs { get; init; }

    /// <summary>Packs whose own list of blobs was read.</summary>
    public required int PacksRead { get; init; }

    /// <summary>Packs that the index names now and didn't, or not as they are.</summary>
    public required IReadOnlyList<ObjectId> PacksAdded { get; init; }

    /// <summary>Packs that the index named and that aren't there.</summary>
    public required IReadOnlyList<ObjectId> PacksDropped { get; init; }

    /// <summary>Packs whose own list of blobs can't be read; they stay where they are.</summary>
    public required IReadOnlyList<UnreadablePack> PacksUnreadable { get; init; }

    /// <summary>Index objects that can't be read or were wrong, or named only what others name.</summary>
    public required IReadOnlyList<ObjectId> IndexObjectsRemoved { get; init; }

    public required int IndexObjectsWritten { get; init; }
}
