using BackupAccess.Repository;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;
using BenchmarkDotNet.Attributes;

namespace BackupAccess.Bench;

/// <summary>Saving 64 MiB of new blobs on two threads, half of it compressible, into a repository in memory.</summary>
[MemoryDiagnoser]
public class PackWritingBenchmark
{
    private const int TotalSize = 64 << 20;

    private readonly string _folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"backup-access-bench-{Environment.ProcessId}");
    private byte[] _content = [];
    private ResticRepository _repository = null!;

    [Params(1 << 10, 1 << 20)]
    public int BlobSize { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _content = new byte[TotalSize];
        Random random = new(1);
        for (int start = 0; start < TotalSize; start += 512)
        {
            random.NextBytes(_content.AsSpan(start, 256));
        }
    }

    [IterationSetup]
    public void Create() => _repository = ResticRepository.CreateAsync(
        new LocalStorage(_folder), "bench"u8.ToArray(), new RepositoryOptions { KeyDerivation = new ScryptParameters(16, 1, 1) }, CancellationToken.None).GetAwaiter().GetResult();

    [Benchmark]
    public async Task Save()
    {
        await using BlobWriter writer = _repository.OpenWriter();
        Parallel.For(0, TotalSize / BlobSize, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
            writer.Save(BlobType.Data, _content.AsSpan(i * BlobSize, BlobSize)));
        await writer.FlushAsync(CancellationToken.None);
    }

    [IterationCleanup]
    public void Remove()
    {
        _repository.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }
}
