namespace BackupAccess.Repository.Copying;

/// <summary>What a copy did.</summary>
public sealed record CopyResult
{
    /// <summary>Every snapshot asked for, in that order.</summary>
    public required IReadOnlyList<CopiedSnapshot> Snapshots { get; init; }

    /// <summary>Blobs that the destination lacked and has now.</summary>
    public required long BlobsCopied { get; init; }

    /// <summary>Their plain size in bytes.</summary>
    public required long BytesCopied { get; init; }

    /// <summary>Their size as they lie in the destination's packs.</summary>
    public required long BytesStored { get; init; }
}
