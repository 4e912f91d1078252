namespace BackupAccess.Repository.Packs;

/// <summary>Where a blob lies.</summary>
/// <param name="Pack">The pack that holds it.</param>
/// <param name="Offset">First byte in the pack.</param>
/// <param name="Length">Bytes in the pack, encrypted and perhaps compressed.</param>
/// <param name="PlainLength">Bytes of its content.</param>
/// <param name="IsCompressed">Whether the content is compressed under the encryption.</param>
public readonly record struct BlobLocation(ObjectId Pack, long Offset, int Length, int PlainLength, bool IsCompressed)
{
    internal PackedBlob Of(BlobHandle blob) => new(blob, (uint)Offset, (uint)Length, IsCompressed ? (uint)PlainLength : 0);
}
