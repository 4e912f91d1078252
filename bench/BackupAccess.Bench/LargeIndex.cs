using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using BackupAccess.Repository;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Bench;

/// <summary>Opens a repository whose index names so many blobs; there are no packs behind it.</summary>
internal static class LargeIndex
{
    private const int BlobsInPack = 50;
    private const int PacksAtOnce = 20_000;

    private static readonly byte[] s_password = "bench"u8.ToArray();
    private static readonly RepositoryOptions s_options = new() { KeyDerivation = ScryptParameters.ForRandomPassword };

    public static async Task MeasureAsync(int blobs, string folder, TextWriter output)
    {
        LocalStorage storage = new(folder);
        await WriteAsync(storage, blobs);

        await using ResticRepository repository = await ResticRepository.OpenAsync(storage, s_password, s_options, CancellationToken.None);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long started = Stopwatch.GetTimestamp();
        await repository.LoadIndexAsync(CancellationToken.None);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;

        started = Stopwatch.GetTimestamp();
        int found = Enumerable.Range(0, blobs / BlobsInPack).Count(pack => repository.Contains(Blobs(pack)[0].Handle));
        TimeSpan lookups = Stopwatch.GetElapsedTime(started);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{blobs} blobs: read in {took.TotalSeconds:f1} s, {(double)held / blobs:f1} bytes each, {found} looked up in {lookups.TotalSeconds:f1} s"));
    }

    private static async Task WriteAsync(IStorage storage, int blobs)
    {
        await using ResticRepository repository = await ResticRepository.CreateAsync(storage, s_password, s_options, CancellationToken.None);
        (_, MasterKey key) = await new KeyRing(storage).OpenAsync(s_password, CancellationToken.None);
        IndexSaver saver = new(new RepositoryContext(storage, key, repository.Config, s_options));
        foreach (int[] packs in Enumerable.Range(0, blobs / BlobsInPack).Chunk(PacksAtOnce))
        {
            Dictionary<ObjectId, List<PackedBlob>> listed = packs.ToDictionary(IdOf, Blobs);
            await saver.SaveAsync(listed.Keys, listed, CancellationToken.None);
        }
    }

    private static ObjectId IdOf(int number) => new(SHA256.HashData(BitConverter.GetBytes(number)));

    private static List<PackedBlob> Blobs(int pack)
    {
        List<PackedBlob> blobs = new(BlobsInPack);
        Span<byte> seed = stackalloc byte[2 * sizeof(int)];
        BitConverter.TryWriteBytes(seed, pack);
        for (int i = 0; i < BlobsInPack; i++)
        {
            BitConverter.TryWriteBytes(seed[sizeof(int)..], i);
            blobs.Add(new PackedBlob(new BlobHandle(BlobType.Data, new ObjectId(SHA256.HashData(seed))), (uint)(i * 300_000), 300_000, 700_000));
        }

        return blobs;
    }
}
