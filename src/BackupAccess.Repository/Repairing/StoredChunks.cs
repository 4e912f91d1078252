using BackupAccess.Repository.Index;

namespace BackupAccess.Repository.Repairing;

/// <summary>Tells which chunks of files can be had, and how long they are.</summary>
internal sealed class StoredChunks(BlobIndex index, BlobProbe probe, ChunkProof proof)
{
    private readonly Dictionary<ObjectId, int?> _read = [];

    /// <returns>Bytes of the chunk's content, or null when it can't be had.</returns>
    public async ValueTask<int?> MeasureAsync(ObjectId chunk, CancellationToken cancellationToken)
    {
        BlobHandle blob = new(BlobType.Data, chunk);
        if (proof == ChunkProof.Stored)
        {
            return index.Locate(blob).Where(probe.IsStored).Select(location => (int?)location.PlainLength).FirstOrDefault();
        }

        if (!_read.TryGetValue(chunk, out int? length))
        {
            length = (await probe.TryOpenAsync(blob, index.Locate(blob), cancellationToken).ConfigureAwait(false))?.Length;
            _read.Add(chunk, length);
        }

        return length;
    }
}
