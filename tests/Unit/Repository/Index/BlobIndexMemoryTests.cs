using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Tests.Index;

/// <summary>Reads the size of the whole process's heap, so nothing may run beside it.</summary>
[Collection(nameof(AloneCollection))]
public sealed class BlobIndexMemoryTests
{
    [Fact]
    public void A_blob_takes_less_than_64_bytes()
    {
        const int count = 200_000;
        PackedBlob[] blobs = [.. Enumerable.Range(0, count).Select(Blob)];
        ObjectId pack = ObjectId.Of([1]);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        BlobIndex index = new();
        index.Add(pack, blobs);
        long used = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.True(index.Contains(blobs[0].Handle));
        Assert.InRange(used, count * 32L, count * 64L);
    }

    private static PackedBlob Blob(int number) =>
        new(new BlobHandle(BlobType.Data, ObjectId.Of(BitConverter.GetBytes(number))), Offset: (uint)number, Length: 40, UncompressedLength: 0);
}
