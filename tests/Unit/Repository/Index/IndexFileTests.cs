using System.Buffers;
using System.Text;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Repository.Tests.Index;

public sealed class IndexFileTests
{
    private const string Id1 = "1111111111111111111111111111111111111111111111111111111111111111";
    private const string Id2 = "2222222222222222222222222222222222222222222222222222222222222222";

    private static readonly ObjectName s_name = new(ObjectKind.Index, ObjectId.Parse(Id1));

    [Fact]
    public void An_index_reads_back_as_it_was_written_and_stays_below_its_bound()
    {
        List<PackedBlob> blobs =
        [
            new(new BlobHandle(BlobType.Data, ObjectId.Parse(Id1)), 0, 38, 0),
            new(new BlobHandle(BlobType.Tree, ObjectId.Parse(Id2)), uint.MaxValue, 0x7FFFFFC7, 0x7FFFFFC7),
        ];

        ArrayBufferWriter<byte> json = new();
        IndexFile.Write([(ObjectId.Parse(Id2), blobs), (ObjectId.Parse(Id1), [])], json);

        Assert.InRange(json.WrittenCount, 0, IndexFile.MaxSizeFor(2) + IndexFile.MaxSizeFor(0));
        List<(ObjectId Pack, PackedBlob[] Blobs)> read = Read(json.WrittenSpan);
        Assert.Equal([ObjectId.Parse(Id2), ObjectId.Parse(Id1)], read.Select(pack => pack.Pack));
        Assert.Equal(blobs, read[0].Blobs);
        Assert.Empty(read[1].Blobs);
    }

    [Fact]
    public void Members_may_come_in_any_order_and_unknown_ones_are_passed_over()
    {
        string json = $$"""{"new":{"deep":[1,{"a":null}]},"supersedes":["{{Id1}}"],"packs":[{"blobs":[{"length":40,"x":[],"type":"tree","offset":3,"id":"{{Id1}}"}],"id":"{{Id2}}"},{"id":"{{Id1}}","blobs":null}]}""";

        List<(ObjectId Pack, PackedBlob[] Blobs)> read = Read(Encoding.UTF8.GetBytes(json));

        Assert.Equal(ObjectId.Parse(Id2), read[0].Pack);
        Assert.Equal(new PackedBlob(new BlobHandle(BlobType.Tree, ObjectId.Parse(Id1)), 3, 40, 0), Assert.Single(read[0].Blobs));
        Assert.Equal(2, read.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"packs":[{"id":"12","blobs":[]}]}""")]
    [InlineData("""{"packs":[{"blobs":[]}]}""")]
    [InlineData("""{"packs":[7]}""")]
    [InlineData("""{"packs":{}}""")]
    [InlineData($$"""{"packs":[{"id":"{{Id1}}","blobs":[{"id":"{{Id1}}","type":"data","offset":0,"length":31}]}]}""")]
    [InlineData($$"""{"packs":[{"id":"{{Id1}}","blobs":[{"id":"{{Id1}}","type":"data","offset":-1,"length":40}]}]}""")]
    [InlineData($$"""{"packs":[{"id":"{{Id1}}","blobs":[{"id":"{{Id1}}","type":"data","offset":0,"length":4294967295}]}]}""")]
    [InlineData($$"""{"packs":[{"id":"{{Id1}}","blobs":[{"id":"{{Id1}}","type":"data","offset":0,"length":99999999999}]}]}""")]
    [InlineData($$"""{"packs":[{"id":"{{Id1}}","blobs":[{"id":"{{Id1}}","type":"blob","offset":0,"length":40}]}]}""")]
    [InlineData($$"""{"packs":[{"id":"{{Id1}}","blobs":[{"id":"{{Id1}}","type":"data","offset":0,"length":40}]}]""")]
    public void Anything_else_is_damage_that_names_the_index(string json)
    {
        RepositoryDamagedException damage = Assert.Throws<RepositoryDamagedException>(() => Read(Encoding.UTF8.GetBytes(json)));

        Assert.Equal($"index {Id1}", damage.Object);
    }

    [Fact]
    public void An_index_with_any_byte_changed_is_read_or_damaged_and_never_a_crash()
    {
        byte[] json = Encoding.UTF8.GetBytes($$"""{"packs":[{"id":"{{Id1}}","blobs":[{"id":"{{Id2}}","type":"data","offset":0,"length":40,"uncompressed_length":9}]}]}""");
        Prop.ForAll<int, byte>((position, value) =>
        {
            byte[] changed = [.. json];
            changed[(uint)position % changed.Length] = value;
            try
            {
                return Read(changed).Count <= 1;
            }
            catch (RepositoryDamagedException)
            {
                return true;
            }
        }).CheckTimes(10_000);
    }

    private static List<(ObjectId Pack, PackedBlob[] Blobs)> Read(ReadOnlySpan<byte> json)
    {
        List<(ObjectId, PackedBlob[])> packs = [];
        IndexFile.Read(s_name, json, (pack, blobs) => packs.Add((pack, [.. blobs])));
        return packs;
    }
}
