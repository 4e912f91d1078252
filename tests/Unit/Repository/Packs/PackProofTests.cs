using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Tests.Packs;

public sealed class PackProofTests : IDisposable
{
    private readonly MasterKey _key = MasterKey.Generate();
    private readonly List<PackedBlob> _blobs = [];
    private byte[] _pack = [];

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void A_pack_that_opens_is_proven_and_left_as_it_is(int size)
    {
        Add(Content(size), compress: false);
        Add(Content(size), compress: true);
        byte[] before = [.. _pack];

        PackProof.Verify(_blobs, _pack, _key);

        Assert.Equal(before, _pack);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void A_bit_that_changed_after_sealing_is_found(int size)
    {
        Add(Content(size), compress: false);
        Add(Content(size), compress: true);
        _pack[^20] ^= 1;

        Assert.Throws<RepositoryDamagedException>(() => PackProof.Verify(_blobs, _pack, _key));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void A_bit_that_changed_before_sealing_is_found(int size)
    {
        byte[] content = Content(size);
        ObjectId id = ObjectId.Of(content);
        content[size / 2] ^= 1;
        Add(content, compress: false, id);

        Assert.Throws<RepositoryDamagedException>(() => PackProof.Verify(_blobs, _pack, _key));
    }

    private static byte[] Content(int size) => [.. Enumerable.Range(0, size).Select(each => (byte)(each / 7))];

    private void Add(byte[] content, bool compress, ObjectId? id = null)
    {
        byte[] plain = content;
        if (compress)
        {
            plain = new byte[content.Length];
            Assert.True(Zstd.TryCompress(content, plain, out int length));
            plain = plain[..length];
        }

        byte[] stored = new byte[plain.Length + MasterKey.Overhead];
        _key.Seal(plain, stored);
        BlobHandle blob = new(BlobType.Data, id ?? ObjectId.Of(content));
        _blobs.Add(new PackedBlob(blob, (uint)_pack.Length, (uint)stored.Length, compress ? (uint)content.Length : 0));
        _pack = [.. _pack, .. stored];
    }
}
