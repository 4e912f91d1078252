using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Packs;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Repository.Tests.Packs;

public sealed class PackHeaderTests
{
    [Fact]
    public void A_header_reads_back_as_it_was_written() => Prop.ForAll<int[]>(seeds =>
    {
        List<PackedBlob> blobs = [];
        uint offset = 0;
        foreach (int seed in seeds)
        {
            uint length = 32 + ((uint)seed % 10_000);
            blobs.Add(new PackedBlob(new BlobHandle((BlobType)(seed & 1), ObjectId.Of(BitConverter.GetBytes(seed))), offset, length, (uint)seed % 3 * 1000));
            offset += length;
        }

        using MasterKey key = MasterKey.Generate();
        byte[] written = new byte[PackHeader.SizeFor(blobs)];
        PackHeader.Write(blobs, key, written);
        byte[] plain = new byte[written.Length - 4 - MasterKey.Overhead];

        return key.TryOpen(written.AsSpan(0, written.Length - 4), plain)
            && BitConverter.ToUInt32(written, written.Length - 4) == written.Length - 4
            && PackHeader.Parse(plain)!.SequenceEqual(blobs)
            && written.Length <= PackHeader.MaxSizeFor(blobs.Count);
    }).CheckTimes(1000);

    [Fact]
    public void Hostile_bytes_are_a_header_or_none_and_never_a_crash() => Prop.ForAll<byte[]>(bytes =>
    {
        List<PackedBlob>? blobs = PackHeader.Parse(bytes);
        return blobs is null || blobs.Count <= bytes.Length / 37;
    }).CheckTimes(10_000);

    [Fact]
    public void Lengths_that_pass_the_end_of_a_32_bit_offset_are_no_header()
    {
        byte[] entry = [0, 255, 255, 255, 255, .. new byte[32]];

        Assert.NotNull(PackHeader.Parse(entry));
        Assert.Null(PackHeader.Parse([.. entry, .. entry, .. entry]));
    }
}
