using System.Globalization;
using System.Numerics;
using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Tests.Crypto;

public sealed class Poly1305Tests
{
    /// <summary>
    /// "The Poly1305-AES message-authentication code", appendix B: message, r, the AES key k, the nonce and the tag, with s
    /// the nonce encrypted under k.
    /// </summary>
    [Theory]
    [InlineData("f3f6", "851fc40c3467ac0be05cc20404f3f700", "ec074c835580741701425b623235add6", "fb447350c4e868c52ac3275cf9d4327e", "f4c633c3044fc145f84f335cb81953de")]
    [InlineData("", "a0f3080000f46400d0c7e9076c834403", "75deaa25c09f208e1dc4ce6b5cad3fbf", "61ee09218d29b0aaed7e154a2c5509cc", "dd3fab2251f11ac759f0887129cc2ee7")]
    [InlineData("663cea190ffb83d89593f3f476b6bc24d7e679107ea26adb8caf6652d0656136", "48443d0bb0d21109c89a100b5ce2c208", "6acb5f61a7176dd320c5c1eb2edcdc74", "ae212a55399729595dea458bc621ff0e", "0ee1c16bb73f0f4fd19881753c01cdbe")]
    public void The_paper_s_vectors_hold(string message, string r, string k, string nonce, string expected)
    {
        byte[] s = Convert.FromHexString(nonce);
        using (BlockCipher cipher = new(Convert.FromHexString(k)))
        {
            cipher.Encrypt(s, s, s.Length);
        }

        Assert.Equal(expected, Tag(message, r, Convert.ToHexString(s)));
    }

    /// <summary>RFC 8439, section 2.5.2 and the carries of appendix A.3, vectors 7 to 11.</summary>
    [Theory]
    [InlineData("43727970746f6772617068696320466f72756d2052657365617263682047726f7570", "85d6be7857556d337f4452fe42d506a8", "0103808afb0db2fd4abff6af4149f51b", "a8061dc1305136c6c22b8baf0c0127a9")]
    [InlineData("ffffffffffffffffffffffffffffffff", "02000000000000000000000000000000", "00000000000000000000000000000000", "03000000000000000000000000000000")]
    [InlineData("02000000000000000000000000000000", "02000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "03000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000", "01000000000000000000000000000000", "00000000000000000000000000000000", "05000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101", "01000000000000000000000000000000", "00000000000000000000000000000000", "00000000000000000000000000000000")]
    [InlineData("fdffffffffffffffffffffffffffffff", "02000000000000000000000000000000", "00000000000000000000000000000000", "faffffffffffffffffffffffffffffff")]
    [InlineData("e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000000000000000000001000000000000000000000000000000", "01000000000000000400000000000000", "00000000000000000000000000000000", "14000000000000005500000000000000")]
    public void The_carries_of_RFC_8439_hold(string message, string r, string s, string expected) =>
        Assert.Equal(expected, Tag(message, r, s));

    /// <summary>Around every length at which the computation takes another way, and with the greatest carries.</summary>
    [Fact]
    public void Any_length_gives_the_remainder_by_the_definition()
    {
        Random random = new(130);
        foreach (int length in (int[])[0, 15, 16, 17, 63, 64, 255, 256, 257, 271, 272, 319, 320, 1000, 4096, 65537])
        {
            AssertDefinition([.. Enumerable.Repeat(byte.MaxValue, length)], [.. Enumerable.Repeat(byte.MaxValue, 16)], [.. Enumerable.Repeat(byte.MaxValue, 16)]);
            AssertDefinition(Bytes(random, length), Bytes(random, 16), Bytes(random, 16));
        }
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>RFC 8439, section 2.5.1, in whole numbers.</summary>
    private static void AssertDefinition(byte[] message, byte[] r, byte[] s)
    {
        BigInteger clamped = Number(r) & BigInteger.Parse("00ffffffc0ffffffc0ffffffc0fffffff", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        BigInteger accumulator = 0;
        foreach (byte[] block in message.Chunk(16))
        {
            accumulator = (accumulator + Number([.. block, 1])) * clamped % ((BigInteger.One << 130) - 5);
        }

        byte[] expected = new byte[17];
        ((accumulator + Number(s)) % (BigInteger.One << 128)).TryWriteBytes(expected, out _, isUnsigned: true);
        Assert.Equal(Convert.ToHexStringLower(expected.AsSpan(0, 16)), Tag(Convert.ToHexString(message), Convert.ToHexString(r), Convert.ToHexString(s)));
    }

    private static BigInteger Number(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);

    private static string Tag(string message, string r, string s)
    {
        byte[] tag = new byte[Poly1305.TagSize];
        Poly1305.ComputeTag(Convert.FromHexString(message), Convert.FromHexString(r), Convert.FromHexString(s), tag);
        return Convert.ToHexStringLower(tag);
    }
}
