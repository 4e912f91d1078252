using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Packs;

/// <summary>Compresses and seals blobs, each proven to open again. Holds pooled memory; for one thread at a time.</summary>
internal sealed class BlobEncoder(MasterKey key) : IDisposable
{
    private readonly BlobDecoder _decoder = new(key);
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

    /// <summary>Seals a blob and proves that it opens again, before anything counts on it.</summary>
    /// <exception cref="RepositoryDamagedException">It doesn't: what was in memory changed meanwhile, or a part of the machine fails.</exception>
    public void Seal(BlobHandle blob, ReadOnlySpan<byte> plain, int uncompressedLength, Span<byte> @sealed)
    {
        key.Seal(plain, @sealed);

        // The compressed form, if that is what was sealed, has served, and makes room for what is decrypted.
        Span<byte> decrypted = BlobDecoder.Reserve(ref _scratch, plain.Length);
        _decoder.Decode(new PackedBlob(blob, Offset: 0, (uint)@sealed.Length, (uint)uncompressedLength), pack: null, @sealed, decrypted);
    }

    public void Dispose()
    {
        _decoder.Dispose();
        BlobDecoder.Return(ref _scratch);
    }
}
