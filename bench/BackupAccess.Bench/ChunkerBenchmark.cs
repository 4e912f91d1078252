using BackupAccess.Repository.Chunking;
using BenchmarkDotNet.Attributes;

namespace BackupAccess.Bench;

/// <summary>Cutting 64 MiB of noise into chunks.</summary>
public class ChunkerBenchmark
{
    private readonly byte[] _content = new byte[64 << 20];
    private readonly Chunker _chunker = new(0x3DA3358B4DC173);

    [GlobalSetup]
    public void Fill() => new Random(1).NextBytes(_content);

    [Benchmark]
    public int Cut()
    {
        int chunks = 0;
        for (ReadOnlySpan<byte> rest = _content; !rest.IsEmpty; chunks++)
        {
            rest = rest[_chunker.Cut(rest)..];
        }

        return chunks;
    }
}
