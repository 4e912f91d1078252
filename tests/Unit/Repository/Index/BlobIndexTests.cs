using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Tests.Index;

public sealed class BlobIndexTests
{
    [Fact]
    public void Every_blob_added_is_found_where_it_was_added_and_no_other()
    {
        BlobIndex index = new();
        for (int pack = 0; pack < 50; pack++)
        {
            index.Add(Id(1_000_000 + pack), [.. Enumerable.Range(pack * 1000, 1000).Select(i => Blob(i, offset: (uint)i * 40))]);
        }

        Assert.Equal(50_000, index.Count);
        for (int i = 0; i < 50_000; i++)
        {
            Assert.True(index.TryLocate(Blob(i, offset: 0).Handle, out BlobLocation location));
            Assert.Equal(new BlobLocation(Id(1_000_000 + (i / 1000)), i * 40L, 40, 8, IsCompressed: false), location);
        }

        Assert.False(index.Contains(new BlobHandle(BlobType.Data, Id(50_000))));
        Assert.False(index.Contains(new BlobHandle(BlobType.Tree, Id(7))));
    }

    [Fact]
    public void A_blob_in_two_packs_has_two_places_and_the_same_place_counts_once()
    {
        BlobIndex index = new();
        index.Add(Id(1), [Blob(7, offset: 0)]);
        index.Add(Id(2), [Blob(7, offset: 40)]);
        index.Add(Id(2), [Blob(7, offset: 40)]);

        Assert.Equal([Id(1), Id(2)], index.Locate(Blob(7, offset: 0).Handle).Select(location => location.Pack));
        Assert.Equal(2, index.ListPacks().Count);
    }

    private static PackedBlob Blob(int number, uint offset) => new(new BlobHandle(BlobType.Data, Id(number)), offset, Length: 40, UncompressedLength: 0);

    private static ObjectId Id(int number) => ObjectId.Of(BitConverter.GetBytes(number));
}
