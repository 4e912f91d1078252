using BackupAccess.Repository.Crypto;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Repository.Tests.Crypto;

public sealed class MasterKeyTests
{
    [Fact]
    public void What_is_sealed_opens_to_the_same_bytes() => Prop.ForAll<byte[]>(plain =>
    {
        using MasterKey key = MasterKey.Generate();
        byte[] @sealed = new byte[plain.Length + MasterKey.Overhead];
        byte[] opened = new byte[plain.Length];

        key.Seal(plain, @sealed);

        return key.TryOpen(@sealed, opened) && opened.SequenceEqual(plain);
    }).CheckTimes(1000);

    [Fact]
    public void Any_flipped_bit_is_noticed_and_nothing_is_decrypted()
    {
        using MasterKey key = MasterKey.Generate();
        byte[] @sealed = new byte[40 + MasterKey.Overhead];
        key.Seal(new byte[40], @sealed);

        for (int bit = 0; bit < @sealed.Length * 8; bit++)
        {
            byte[] opened = new byte[40];
            @sealed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.TryOpen(@sealed, opened));
            Assert.All(opened, value => Assert.Equal(0, value));
            @sealed[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void The_same_bytes_are_never_sealed_the_same_twice()
    {
        using MasterKey key = MasterKey.Generate();
        byte[] first = new byte[64];
        byte[] second = new byte[64];

        key.Seal(new byte[32], first);
        key.Seal(new byte[32], second);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_disposed_key_holds_zeroes_and_works_no_more()
    {
        MasterKey key = MasterKey.Generate();

        key.Dispose();

        Assert.True(key.Encryption.IndexOfAnyExcept((byte)0) < 0 && key.MacK.IndexOfAnyExcept((byte)0) < 0 && key.MacR.IndexOfAnyExcept((byte)0) < 0);
        Assert.Throws<ObjectDisposedException>(() => key.Seal([], new byte[MasterKey.Overhead]));
    }
}
