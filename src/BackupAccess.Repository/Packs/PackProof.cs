using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Packs;

/// <summary>Proves that what was sealed into a pack opens again, before anything counts on it.</summary>
internal static class PackProof
{
    /// <exception cref="RepositoryDamagedException">A blob doesn't: what was in memory changed meanwhile, or a part of the machine fails.</exception>
    public static void Verify(IReadOnlyList<PackedBlob> blobs, ReadOnlySpan<byte> pack, MasterKey key)
    {
        using BlobDecoder decoder = new(key);
        using BlobGroup group = new(key);
        foreach (PackedBlob blob in blobs)
        {
            ReadOnlySpan<byte> stored = pack.Slice((int)blob.Offset, (int)blob.Length);
            if (!BlobGroup.Takes(blob))
            {
                decoder.Decode(blob, pack: null, stored);
                continue;
            }

            if (!group.HasRoomFor(blob))
            {
                Prove(group);
            }

            group.Open(blob, stored);
        }

        Prove(group);
    }

    private static void Prove(BlobGroup group) => group.Prove(static (_, _) => { }, static (_, damage) => throw damage);
}
