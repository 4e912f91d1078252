using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Tests.Crypto;

public sealed class Sha256ManyTests
{
    /// <summary>The platform's hash is the referee, which FIPS 180-4's vectors have been through.</summary>
    [Fact]
    public void Messages_of_any_length_get_the_hashes_they_get_one_by_one()
    {
        AssertHashes([.. Enumerable.Range(0, 300).Select(length => length)]);
        AssertHashes([70000, 1, 64, 0, 131072]);
        AssertHashes([12345]);
    }

    [Fact]
    public void An_instance_hashes_one_set_of_messages_after_another()
    {
        using Sha256Many hashes = new();
        AssertHashes(hashes, [.. Enumerable.Range(0, 40).Select(each => each * 100)]);
        AssertHashes(hashes, [55, 56, 63, 64, 65, 119, 120]);
        AssertHashes(hashes, []);
    }

    private static void AssertHashes(int[] lengths)
    {
        using Sha256Many hashes = new();
        AssertHashes(hashes, lengths);
    }

    private static void AssertHashes(Sha256Many hashes, int[] lengths)
    {
        Random random = new(256);
        ReadOnlyMemory<byte>[] messages = [.. lengths.Select(length => Message(random, length))];
        ObjectId[] ids = new ObjectId[messages.Length];
        hashes.Hash(messages, ids);
        Assert.Equal(messages.Select(message => ObjectId.Of(message.Span)), ids);
    }

    private static ReadOnlyMemory<byte> Message(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
