using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Packs;

/// <summary>One blob as a pack's header and the index list it.</summary>
/// <param name="Handle">Its kind and id.</param>
/// <param name="Offset">First byte in the pack.</param>
/// <param name="Length">Bytes in the pack.</param>
/// <param name="UncompressedLength">Bytes of content when it is compressed, else 0.</param>
internal readonly record struct PackedBlob(BlobHandle Handle, uint Offset, uint Length, uint UncompressedLength)
{
    public bool IsCompressed => UncompressedLength != 0;

    public uint PlainLength => IsCompressed ? UncompressedLength : Length - MasterKey.Overhead;

    /// <summary>Whether the lengths can be those of a blob that this library can hold.</summary>
    public bool IsPlausible => Length >= MasterKey.Overhead && Length <= Array.MaxLength && UncompressedLength <= Array.MaxLength;

    public BlobLocation In(ObjectId pack) => new(pack, Offset, (int)Length, (int)PlainLength, IsCompressed);
}
