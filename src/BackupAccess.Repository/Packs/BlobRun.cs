namespace BackupAccess.Repository.Packs;

/// <summary>Neighbouring blobs of one pack, to be read in one go.</summary>
internal sealed class BlobRun
{
    /// <summary>A hole between two wanted blobs that is cheaper to read than to skip.</summary>
    private const int LargestGap = 128 * 1024;

    /// <summary>Where a run is broken, so that all cores have work and buffers stay small.</summary>
    public const int LargestLength = 2 * 1024 * 1024;

    private readonly List<(BlobHandle Blob, BlobLocation Location)> _blobs;

    public BlobRun(BlobHandle blob, BlobLocation location)
    {
        _blobs = [(blob, location)];
        Pack = location.Pack;
        Start = location.Offset;
        Length = location.Length;
    }

    public ObjectId Pack { get; }

    /// <summary>First byte in the pack.</summary>
    public long Start { get; }

    /// <summary>Bytes from the first blob to the end of the last.</summary>
    public int Length { get; private set; }

    public IReadOnlyList<(BlobHandle Blob, BlobLocation Location)> Blobs => _blobs;

    /// <summary>Blobs of a pack, in its order, as the runs to read them in.</summary>
    public static List<BlobRun> Join(ObjectId pack, IEnumerable<PackedBlob> blobs)
    {
        List<BlobRun> runs = [];
        foreach (PackedBlob blob in blobs)
        {
            BlobLocation location = blob.In(pack);
            if (runs.Count == 0 || !runs[^1].TryAdd(blob.Handle, location))
            {
                runs.Add(new BlobRun(blob.Handle, location));
            }
        }

        return runs;
    }

    /// <summary>Adds a blob that lies behind those here, if it is near enough.</summary>
    public bool TryAdd(BlobHandle blob, BlobLocation location)
    {
        long length = location.Offset + location.Length - Start;
        if (location.Pack != Pack || location.Offset - (Start + Length) > LargestGap || length > LargestLength)
        {
            return false;
        }

        _blobs.Add((blob, location));
        Length = Math.Max(Length, (int)length);
        return true;
    }
}
