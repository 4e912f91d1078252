using BackupAccess.Repository.Chunking;

namespace BackupAccess.Repository.Tests.Chunking;

public sealed class ChunkerTests
{
    private const ulong KnownPolynomial = 0x3DA3358B4DC173;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Chunks_end_where_the_format_says(int seed)
    {
        Random random = new(seed);
        ulong polynomial = Polynomial.Generate();
        byte[] content = new byte[2_000_000 + random.Next(100_000)];
        random.NextBytes(content);
        Chunker chunker = new(polynomial);

        for (int start = 0; start < content.Length;)
        {
            ReadOnlySpan<byte> rest = content.AsSpan(start);
            int expected = ReferenceChunker.Cut(rest, polynomial);
            Assert.Equal(expected, chunker.Cut(rest));
            start += expected;
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(Chunker.MinSize - 1, Chunker.MinSize - 1)]
    [InlineData(Chunker.MinSize, Chunker.MinSize)]
    [InlineData(Chunker.MaxSize, Chunker.MinSize)]
    public void Zeroes_are_cut_at_the_minimum(int length, int expected) =>
        Assert.Equal(expected, new Chunker(KnownPolynomial).Cut(new byte[length]));

    [Fact]
    public void Content_without_a_cut_is_cut_at_the_maximum()
    {
        byte[] content = new byte[Chunker.MaxSize + 1];
        content.AsSpan().Fill(1);

        Assert.Equal(Chunker.MaxSize, new Chunker(KnownPolynomial).Cut(content));
    }

    [Fact]
    public void A_cut_doesn_t_depend_on_what_follows_it()
    {
        byte[] content = new byte[Chunker.MaxSize];
        new Random(7).NextBytes(content);
        Chunker chunker = new(KnownPolynomial);
        int cut = chunker.Cut(content);

        Assert.InRange(cut, Chunker.MinSize + 1, Chunker.MaxSize - 1);
        for (int after = 0; after < 70_000; after += 997)
        {
            Assert.Equal(cut, chunker.Cut(content.AsSpan(0, cut + after)));
        }
    }

    [Fact]
    public void Content_moved_by_an_insertion_is_cut_the_same_again_soon()
    {
        byte[] content = new byte[20_000_000];
        new Random(11).NextBytes(content);
        Chunker chunker = new(KnownPolynomial);

        HashSet<string> before = [.. Chunks(chunker, content)];
        List<string> after = Chunks(chunker, [1, 2, 3, .. content]);

        Assert.True(after.Count(before.Contains) >= after.Count - 3);
    }

    private static List<string> Chunks(Chunker chunker, ReadOnlySpan<byte> content)
    {
        List<string> chunks = [];
        while (!content.IsEmpty)
        {
            int length = chunker.Cut(content);
            chunks.Add(ObjectId.Of(content[..length]).ToString());
            content = content[length..];
        }

        return chunks;
    }
}
