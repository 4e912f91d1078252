using BackupAccess.Repository.Crypto;
using BenchmarkDotNet.Attributes;

namespace BackupAccess.Bench;

/// <summary>Sealing and opening one blob, and its parts.</summary>
public class EncryptionBenchmark : IDisposable
{
    private readonly MasterKey _key = MasterKey.Generate();
    private readonly CounterMode _counterMode = new(new byte[32]);
    private readonly byte[] _s = new byte[16];
    private readonly byte[] _tag = new byte[16];
    private byte[] _plain = [];
    private byte[] _sealed = [];

    [Params(1 << 10, 1 << 20)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _plain = new byte[Length];
        _sealed = new byte[Length + MasterKey.Overhead];
        _key.Seal(_plain, _sealed);
    }

    [Benchmark]
    public void Seal() => _key.Seal(_plain, _sealed);

    [Benchmark]
    public bool Open() => _key.TryOpen(_sealed, _plain);

    [Benchmark]
    public void CounterMode() => _counterMode.Apply(_s, _plain, _plain);

    [Benchmark]
    public void Poly1305() => Repository.Crypto.Poly1305.ComputeTag(_plain, _s, _s, _tag);

    [GlobalCleanup]
    public void Dispose()
    {
        _key.Dispose();
        _counterMode.Dispose();
        GC.SuppressFinalize(this);
    }
}
