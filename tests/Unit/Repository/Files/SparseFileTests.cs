using System.Runtime.Versioning;
using BackupAccess.Repository.Chunking;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class SparseFileTests : IAsyncLifetime
{
    private const int Size = 20_000_003;

    private TestRepository _test = null!;

    public async Task InitializeAsync() => _test = await TestRepository.CreateAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData]
    [InlineData(0)]
    [InlineData(Size - 1)]
    [InlineData(3 * Chunker.MinSize)]
    [InlineData(0, 1_000_000, 11_111_111)]
    [InlineData(5_000_000, 5_000_001, 19_999_999)]
    public async Task A_file_with_holes_is_stored_as_the_same_file_without(params int[] written)
    {
        byte[] content = new byte[Size];
        Array.ForEach(written, offset => content[offset] = 1);
        File.WriteAllBytes(_test.SourceFile("whole"), content);
        using (FileStream file = File.Create(_test.SourceFile("sparse")))
        {
            file.SetLength(Size);
            foreach (int offset in written)
            {
                file.Position = offset;
                file.WriteByte(1);
            }
        }

        ArchiveResult result = await _test.BackupAsync();

        Node whole = (await _test.NodeAsync(result.Snapshot, "whole"))!;
        Node sparse = (await _test.NodeAsync(result.Snapshot, "sparse"))!;
        Assert.Equal(whole.Content, sparse.Content);
        Assert.Equal((ulong)Size, sparse.Size);
        Assert.False(result.IsPartial);
    }

    [Fact]
    public async Task Holes_are_not_read()
    {
        const long size = 10L << 30;
        using (FileStream file = File.Create(_test.SourceFile("sparse")))
        {
            file.SetLength(size);
            file.Position = size / 2;
            file.WriteByte(1);
        }

        ArchiveResult result = await _test.BackupAsync();

        Assert.Equal(size, result.BytesTotal);
        Assert.InRange(result.BytesRead, 1, 2 * Chunker.MaxSize);
        Assert.False(result.IsPartial);
    }
}
