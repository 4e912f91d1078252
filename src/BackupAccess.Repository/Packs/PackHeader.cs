using System.Buffers.Binary;
using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Packs;

/// <summary>The list of blobs at the end of a pack (design, "Pack Format").</summary>
internal static class PackHeader
{
    /// <summary>Bytes of the field that closes a pack: the sealed header's length.</summary>
    public const int LengthFieldSize = 4;

    /// <summary>
    /// Bytes of the longest sealed header, restic's bound. A pack of ours never gets there: it has 25 MiB at most, and its
    /// smallest blobs take as much room as their entries.
    /// </summary>
    public const int LargestSize = 16 * 1024 * 1024;

    private const int PlainEntrySize = 1 + 4 + ObjectId.Size;
    private const int CompressedEntrySize = PlainEntrySize + 4;
    private const byte CompressedFlag = 2;

    /// <summary>Bytes that a pack needs beyond its blobs, if that many more are added.</summary>
    public static int MaxSizeFor(int blobs) => (blobs * CompressedEntrySize) + MasterKey.Overhead + LengthFieldSize;

    /// <summary>Bytes that a pack needs beyond its blobs.</summary>
    public static int SizeFor(IReadOnlyList<PackedBlob> blobs) => PlainSize(blobs) + MasterKey.Overhead + LengthFieldSize;

    /// <summary>Seals the header and writes it, with its length, to <paramref name="destination"/>, which is <see cref="SizeFor"/> long.</summary>
    public static void Write(IReadOnlyList<PackedBlob> blobs, MasterKey key, Span<byte> destination)
    {
        byte[] plain = new byte[PlainSize(blobs)];
        Span<byte> rest = plain;
        foreach (PackedBlob blob in blobs)
        {
            rest = WriteEntry(blob, rest);
        }

        Span<byte> @sealed = destination[..^LengthFieldSize];
        key.Seal(plain, @sealed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[^LengthFieldSize..], (uint)@sealed.Length);
    }

    /// <summary>Opens and reads the header of a pack.</summary>
    /// <param name="end">The pack's last bytes; all of it will do.</param>
    /// <param name="size">Bytes of the whole pack.</param>
    /// <param name="key">The repository's key.</param>
    /// <returns>The blobs in the pack's order, or null when those bytes hold no header that can be read and fits the pack.</returns>
    public static List<PackedBlob>? Read(ReadOnlySpan<byte> end, long size, MasterKey key)
    {
        if (end.Length < LengthFieldSize)
        {
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(end[^LengthFieldSize..]);
        ReadOnlySpan<byte> rest = end[..^LengthFieldSize];
        return length < MasterKey.Overhead || length > rest.Length ? null : Open(rest[^(int)length..], key, size - LengthFieldSize - length);
    }

    /// <summary>Opens and reads a sealed header.</summary>
    /// <param name="header">Its bytes.</param>
    /// <param name="key">The repository's key.</param>
    /// <param name="room">Bytes of the pack before it.</param>
    /// <returns>The blobs in the pack's order, or null when it can't be read or doesn't fit the pack.</returns>
    public static List<PackedBlob>? Open(ReadOnlySpan<byte> header, MasterKey key, long room)
    {
        byte[] plain = new byte[header.Length - MasterKey.Overhead];
        return key.TryOpen(header, plain) && Parse(plain) is { } blobs && blobs.Sum(blob => (long)blob.Length) == room && blobs.TrueForAll(blob => blob.IsPlausible)
            ? blobs
            : null;
    }

    /// <summary>Reads an opened header.</summary>
    /// <returns>The blobs in the pack's order, or null when the bytes are no header.</returns>
    public static List<PackedBlob>? Parse(ReadOnlySpan<byte> plain)
    {
        List<PackedBlob> blobs = new(plain.Length / PlainEntrySize);
        ulong offset = 0;
        while (!plain.IsEmpty)
        {
            bool isCompressed = (plain[0] & CompressedFlag) != 0;
            int size = isCompressed ? CompressedEntrySize : PlainEntrySize;
            if (plain[0] > 3 || plain.Length < size || offset > uint.MaxValue)
            {
                return null;
            }

            BlobHandle handle = new((BlobType)(plain[0] & 1), new ObjectId(plain.Slice(size - ObjectId.Size, ObjectId.Size)));
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(plain[1..]);
            uint uncompressedLength = isCompressed ? BinaryPrimitives.ReadUInt32LittleEndian(plain[5..]) : 0;
            blobs.Add(new PackedBlob(handle, (uint)offset, length, uncompressedLength));
            offset += length;
            plain = plain[size..];
        }

        return blobs;
    }

    private static int PlainSize(IReadOnlyList<PackedBlob> blobs)
    {
        int size = 0;
        foreach (PackedBlob blob in blobs)
        {
            size += blob.IsCompressed ? CompressedEntrySize : PlainEntrySize;
        }

        return size;
    }

    private static Span<byte> WriteEntry(PackedBlob blob, Span<byte> destination)
    {
        int size = blob.IsCompressed ? CompressedEntrySize : PlainEntrySize;
        destination[0] = (byte)((byte)blob.Handle.Type | (blob.IsCompressed ? CompressedFlag : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[1..], blob.Length);
        if (blob.IsCompressed)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[5..], blob.UncompressedLength);
        }

        blob.Handle.Id.CopyTo(destination.Slice(size - ObjectId.Size, ObjectId.Size));
        return destination[size..];
    }
}
