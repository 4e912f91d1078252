namespace BackupAccess.Repository.Packs;

/// <summary>Compresses blobs. Holds pooled memory; for one thread at a time.</summary>
internal sealed class BlobEncoder : IDisposable
{
    private byte[] _scratch = [];

    /// <summary>False when the content doesn't get smaller.</summary>
    /// <param name="content">What is to be compressed.</param>
    /// <param name="compressed">Its compressed form, good until the next call.</param>
    public bool TryCompress(ReadOnlySpan<byte> content, out ReadOnlySpan<byte> compressed)
    {
        Span<byte> room = BlobDecoder.Reserve(ref _scratch, content.Length);
        bool isSmaller = Zstd.TryCompress(content, room, out int length);
        compressed = room[..length];
        return isSmaller;
    }

    public void Dispose() => BlobDecoder.Return(ref _scratch);
}
