using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BackupAccess.Repository.Chunking;
using BackupAccess.Repository.Crypto;

namespace BackupAccess.Bench;

/// <summary>What one core of this machine does of each stage of a backup when it does nothing else. Best of five.</summary>
internal static partial class MachineLimits
{
    private const int SampleSize = 64 << 20;
    private const int Rounds = 5;

    public static void Measure(string data, string target, TextWriter output)
    {
        string[] files = Directory.GetFiles(data, "*", SearchOption.AllDirectories);
        byte[] sample = Sample(files);
        byte[] result = new byte[SampleSize + (SampleSize / 8)];
        Print(output, "walk and stat, files/s", files.Length, () => Look(data));
        Print(output, "open, read, close, files/s", files.Length, () => ReadAll(files, result));
        Print(output, "SHA-256, MB/s", SampleSize / 1e6, () => SHA256.HashData(sample, result));
        using (Aes aes = Aes.Create())
        {
            aes.Key = new byte[32];
            Print(output, "AES-256 (ECB), MB/s", SampleSize / 1e6, () => aes.EncryptEcb(sample, result, PaddingMode.None));
        }

        using (CounterMode counter = new(new byte[32]))
        {
            Print(output, "AES-256 (CTR, ours), MB/s", SampleSize / 1e6, () => counter.Apply(new byte[16], sample, result));
        }

        Print(output, "Poly1305 (ours), MB/s", SampleSize / 1e6, () => Poly1305.ComputeTag(sample, new byte[16], new byte[16], result.AsSpan(0, 16)));
        Chunker chunker = new(Polynomial.Generate());
        Print(output, "Rabin (ours, behind the minimum size), MB/s", SampleSize / 1e6, () => CutAll(chunker, sample));
        foreach (int level in new[] { 1, 2, 3 })
        {
            Print(output, $"zstd {level}, MB/s", SampleSize / 1e6, () => Compress(result, (nuint)result.Length, sample, (nuint)sample.Length, level));
        }

        Print(output, "write and fsync, MB/s", SampleSize / 1e6, () => Write(Path.Combine(target, "written"), sample));
    }

    private static byte[] Sample(string[] files)
    {
        byte[] sample = new byte[SampleSize];
        int filled = 0;
        for (int i = 0; filled < sample.Length; i = (i + 97) % files.Length)
        {
            byte[] content = File.ReadAllBytes(files[i]);
            int length = Math.Min(content.Length, sample.Length - filled);
            content.AsSpan(0, length).CopyTo(sample.AsSpan(filled));
            filled += length;
        }

        return sample;
    }

    private static void Look(string data)
    {
        foreach (FileInfo file in new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            _ = file.Length;
        }
    }

    private static void ReadAll(string[] files, byte[] buffer)
    {
        foreach (string file in files)
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file);
            RandomAccess.Read(handle, buffer, 0);
        }
    }

    private static void CutAll(Chunker chunker, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            data = data[chunker.Cut(data)..];
        }
    }

    private static void Write(string path, byte[] content)
    {
        using (FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
    }

    private static void Print(TextWriter output, string what, double amount, Action work)
    {
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {amount / best:f0} |"));
    }

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_compress")]
    private static partial nuint Compress(byte[] destination, nuint capacity, byte[] source, nuint length, int level);
}
