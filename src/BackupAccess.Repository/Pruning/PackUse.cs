using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Pruning;

/// <summary>How much of a pack is needed. Sizes are bytes of blobs as they lie in it.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Needed">Blobs to be kept that no other pack is chosen to keep.</param>
/// <param name="UsedBytes">Their size.</param>
/// <param name="UnusedBytes">Size of the others.</param>
/// <param name="Type">What it holds; null when it holds both trees and data.</param>
/// <param name="IsIndexed">Whether the index named it before.</param>
internal sealed record PackUse(ObjectId Pack, List<PackedBlob> Needed, long UsedBytes, long UnusedBytes, BlobType? Type, bool IsIndexed)
{
    public long Size => UsedBytes + UnusedBytes;

    public double UnusedShare => Size == 0 ? 0 : (double)UnusedBytes / Size;
}
