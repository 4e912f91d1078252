using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Packs;

/// <summary>
/// A pack that is being filled in memory. Room is reserved one caller at a time; each then writes its own part while
/// others reserve and write theirs. The pack is whole when it is closed and every part is written.
/// </summary>
internal sealed class OpenPack(byte[] buffer)
{
    /// <summary>A pack that has reached this many bytes is closed; restic's default.</summary>
    public const int TargetSize = 16 * 1024 * 1024;

    /// <summary>Room for a pack just short of its target, one blob of the chunker's largest, and the header of 16,000 blobs.</summary>
    public const int DefaultCapacity = TargetSize + Chunking.Chunker.MaxSize + (1024 * 1024);

    private readonly List<PackedBlob> _blobs = [];
    private int _used;
    private int _unfinished = 1;

    public byte[] Buffer { get; } = buffer;

    public IReadOnlyList<PackedBlob> Blobs => _blobs;

    public bool IsFull => _used >= TargetSize;

    /// <summary>Bytes that a pack of one blob needs.</summary>
    public static int CapacityFor(int length) => checked(length + PackHeader.MaxSizeFor(1));

    public bool HasRoomFor(int length) => (long)_used + length + PackHeader.MaxSizeFor(_blobs.Count + 1) <= Buffer.Length;

    /// <summary>Reserves room for a blob; the caller fills it and then calls <see cref="Finish"/>.</summary>
    public Memory<byte> Reserve(BlobHandle blob, int length, int uncompressedLength)
    {
        Interlocked.Increment(ref _unfinished);
        _blobs.Add(new PackedBlob(blob, (uint)_used, (uint)length, (uint)uncompressedLength));
        Memory<byte> room = Buffer.AsMemory(_used, length);
        _used += length;
        return room;
    }

    /// <summary>Says that a reserved part is written, or, once, that no more will be reserved.</summary>
    /// <returns>True to the one caller whose call makes the pack whole.</returns>
    public bool Finish() => Interlocked.Decrement(ref _unfinished) == 0;

    /// <summary>Appends the header to a whole pack.</summary>
    /// <returns>The pack's bytes.</returns>
    public ReadOnlyMemory<byte> Seal(MasterKey key)
    {
        int size = PackHeader.SizeFor(_blobs);
        PackHeader.Write(_blobs, key, Buffer.AsSpan(_used, size));
        return Buffer.AsMemory(0, _used + size);
    }
}
