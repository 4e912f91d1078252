namespace BackupAccess.Repository.Packs;

/// <summary>Blobs that a writer was given and the index doesn't know yet. Safe for concurrent use.</summary>
internal sealed class BlobsInFlight
{
    private readonly Lock _gate = new();
    private readonly HashSet<BlobHandle> _blobs = [];

    public bool TryAdd(BlobHandle blob)
    {
        lock (_gate)
        {
            return _blobs.Add(blob);
        }
    }

    public void Remove(BlobHandle blob)
    {
        lock (_gate)
        {
            _blobs.Remove(blob);
        }
    }

    public void Remove(IReadOnlyList<PackedBlob> blobs)
    {
        lock (_gate)
        {
            foreach (PackedBlob blob in blobs)
            {
                _blobs.Remove(blob.Handle);
            }
        }
    }
}
