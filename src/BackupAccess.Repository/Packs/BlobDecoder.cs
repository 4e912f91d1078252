using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Packs;

/// <summary>Opens stored blobs: decrypts, decompresses and rehashes each. Holds pooled memory; for one thread at a time.</summary>
internal sealed class BlobDecoder(MasterKey key) : IDisposable
{
    private byte[] _decrypted = [];
    private byte[] _decompressed = [];

    /// <summary>Opens one blob.</summary>
    /// <param name="blob">What it should be.</param>
    /// <param name="pack">Where it lies, or null when it is in no pack yet.</param>
    /// <param name="stored">Its bytes as they lie in the pack.</param>
    /// <returns>Its content, good until the next call.</returns>
    /// <exception cref="RepositoryDamagedException">It isn't what was saved under its id.</exception>
    /// <exception cref="CompressionUnavailableException">It is compressed and this machine can't read that.</exception>
    public ReadOnlySpan<byte> Decode(PackedBlob blob, ObjectId? pack, ReadOnlySpan<byte> stored) =>
        Decode(blob, pack, stored, Reserve(ref _decrypted, stored.Length - MasterKey.Overhead));

    /// <summary>The same with the caller's memory for what is decrypted: <see cref="MasterKey.Overhead"/> bytes less than what is stored.</summary>
    public ReadOnlySpan<byte> Decode(PackedBlob blob, ObjectId? pack, ReadOnlySpan<byte> stored, Span<byte> decrypted)
    {
        Span<byte> content = decrypted;
        if (!key.TryOpen(stored, content))
        {
            throw Damaged(blob, pack, "it doesn't decrypt");
        }

        if (blob.IsCompressed)
        {
            content = Decompress(blob, pack, content);
        }

        return ObjectId.Of(content) == blob.Handle.Id
            ? content
            : throw Damaged(blob, pack, "its content doesn't match its id");
    }

    /// <summary>The same, decrypting where it lies; <paramref name="stored"/> is of no use afterwards.</summary>
    public ReadOnlySpan<byte> DecodeInPlace(PackedBlob blob, ObjectId? pack, Span<byte> stored) =>
        Decode(blob, pack, stored, stored.Length < MasterKey.Overhead ? [] : MasterKey.PlainPlace(stored));

    public void Dispose()
    {
        Return(ref _decrypted);
        Return(ref _decompressed);
    }

    private Span<byte> Decompress(PackedBlob blob, ObjectId? pack, ReadOnlySpan<byte> compressed)
    {
        if (!Zstd.IsAvailable)
        {
            throw new CompressionUnavailableException($"{blob.Handle}");
        }

        // No room is made for a length that the frame itself denies.
        if (blob.UncompressedLength > Zstd.MaxContentLength(compressed.Length) || (Zstd.ReadContentLength(compressed) ?? blob.UncompressedLength) != blob.UncompressedLength)
        {
            throw Damaged(blob, pack, "it doesn't decompress to its length");
        }

        Span<byte> content = Reserve(ref _decompressed, (int)blob.UncompressedLength);
        return Zstd.TryDecompress(compressed, content, out int length) && length == content.Length
            ? content
            : throw Damaged(blob, pack, "it doesn't decompress to its length");
    }

    private static RepositoryDamagedException Damaged(PackedBlob blob, ObjectId? pack, string problem) =>
        new(pack is null ? $"{blob.Handle}" : $"{blob.Handle} in pack {pack}", problem);

    internal static Span<byte> Reserve(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Return(ref buffer);
            buffer = BlobBuffers.Rent(length);
        }

        return buffer.AsSpan(0, length);
    }

    internal static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            BlobBuffers.Return(buffer);
            buffer = [];
        }
    }
}
