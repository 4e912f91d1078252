using System.Buffers;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Unpacked;

/// <summary>
/// Reads and writes the objects that are no packs and no keys (design, "Unpacked Data Format"): encrypted whole, and from
/// format version 2 on, all but the config, compressed or not as their first byte says.
/// </summary>
/// <param name="storage">Where they lie.</param>
/// <param name="key">The repository's key.</param>
/// <param name="version">Format version.</param>
internal sealed class UnpackedFiles(IStorage storage, MasterKey key, int version)
{
    private const byte CompressedMark = 2;

    /// <summary>Many times what clients make of any object that is no pack.</summary>
    private const int LargestContent = 256 * 1024 * 1024;

    /// <summary>Reads an object's JSON.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    /// <exception cref="RepositoryDamagedException">It isn't what was written.</exception>
    public Task<ReadOnlyMemory<byte>> LoadAsync(ObjectName name, CancellationToken cancellationToken) =>
        LoadAsync(name, static json => new ReadOnlyMemory<byte>(json.ToArray()), cancellationToken);

    /// <summary>The same without a copy: the JSON is <paramref name="parse"/>'s only while that runs.</summary>
    public async Task<T> LoadAsync<T>(ObjectName name, Func<ReadOnlySpan<byte>, T> parse, CancellationToken cancellationToken)
    {
        int size = await storage.SizeAsync(name, LargestContent, cancellationToken).ConfigureAwait(false);
        byte[] content = BlobBuffers.Rent(size);
        byte[] room = [];
        try
        {
            await storage.GetRangeAsync(name, 0, content.AsMemory(0, size), cancellationToken).ConfigureAwait(false);
            if (name.Kind != ObjectKind.Config && ObjectId.Of(content.AsSpan(0, size)) != name.Id)
            {
                throw new RepositoryDamagedException($"{name}", "its content doesn't match its name");
            }

            return parse(DecodeInPlace(name, content.AsSpan(0, size), ref room));
        }
        finally
        {
            BlobBuffers.Return(content);
            BlobDecoder.Return(ref room);
        }
    }

    /// <summary>Writes JSON as an object of a kind that is named after its content.</summary>
    public async Task<ObjectId> SaveAsync(ObjectKind kind, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        byte[] content = Encode(kind, json.Span);
        ObjectId id = kind == ObjectKind.Config ? default : ObjectId.Of(content);
        await storage.PutAsync(new ObjectName(kind, id), content, cancellationToken).ConfigureAwait(false);
        return id;
    }

    public byte[] Encode(ObjectKind kind, ReadOnlySpan<byte> json)
    {
        if (kind == ObjectKind.Config || version == 1 || !Zstd.IsAvailable)
        {
            return Seal(json);
        }

        byte[] compressed = ArrayPool<byte>.Shared.Rent(1 + json.Length);
        compressed[0] = CompressedMark;
        bool isSmaller = Zstd.TryCompress(json, compressed.AsSpan(1, json.Length), out int length);
        byte[] content = Seal(isSmaller ? compressed.AsSpan(0, 1 + length) : json);
        ArrayPool<byte>.Shared.Return(compressed);
        return content;
    }

    private byte[] Seal(ReadOnlySpan<byte> plain)
    {
        byte[] content = new byte[plain.Length + MasterKey.Overhead];
        key.Seal(plain, content);
        return content;
    }

    public ReadOnlyMemory<byte> Decode(ObjectName name, ReadOnlySpan<byte> content)
    {
        byte[] room = [];
        byte[] json = DecodeInPlace(name, content.ToArray(), ref room).ToArray();
        BlobDecoder.Return(ref room);
        return json;
    }

    /// <summary>Decrypts where it lies, and decompresses into <paramref name="room"/>, which the caller returns.</summary>
    private ReadOnlySpan<byte> DecodeInPlace(ObjectName name, Span<byte> content, ref byte[] room)
    {
        Span<byte> plain = content.Length < MasterKey.Overhead ? [] : MasterKey.PlainPlace(content);
        if (!key.TryOpen(content, plain))
        {
            throw new RepositoryDamagedException($"{name}", "it doesn't decrypt");
        }

        if (version == 1 || name.Kind == ObjectKind.Config || plain.Length == 0 || plain[0] is (byte)'{' or (byte)'[')
        {
            return plain;
        }

        return plain[0] == CompressedMark
            ? Decompress(name, plain[1..], ref room)
            : throw new RepositoryDamagedException($"{name}", $"its encoding {plain[0]} is unknown");
    }

    /// <summary>A frame may leave its length unsaid: then room is doubled until the content fits.</summary>
    private static ReadOnlySpan<byte> Decompress(ObjectName name, ReadOnlySpan<byte> frame, ref byte[] room)
    {
        if (!Zstd.IsAvailable)
        {
            throw new CompressionUnavailableException($"{name}");
        }

        long limit = Math.Min(LargestContent, Zstd.MaxContentLength(frame.Length));
        long? known = Zstd.ReadContentLength(frame);
        bool isTooLong = true;
        for (long size = known ?? Math.Min(limit, (8L * frame.Length) + 1024); isTooLong && size <= limit; size = NextRoom(size, limit))
        {
            Span<byte> content = BlobDecoder.Reserve(ref room, (int)size);
            if (Zstd.TryDecompress(frame, content, out int length, out isTooLong))
            {
                return content[..length];
            }

            isTooLong &= known is null;
        }

        throw new RepositoryDamagedException($"{name}", "it doesn't decompress");
    }

    /// <summary>Twice the room, and the limit before it is passed.</summary>
    private static long NextRoom(long size, long limit) => size < limit ? Math.Min(limit, size * 2) : limit + 1;
}
