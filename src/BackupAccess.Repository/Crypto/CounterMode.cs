using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace BackupAccess.Repository.Crypto;

/// <summary>
/// AES in counter mode (NIST SP 800-38A, 6.5) with a 128-bit big-endian counter. The platform has no such mode, so that
/// runs of counters are encrypted in ECB calls wide enough for the hardware to overlap. For one thread at a time.
/// </summary>
internal sealed class CounterMode : IDisposable
{
    public const int BlockSize = 16;
    private const int RunSize = 16 * 1024;

    private readonly BlockCipher _cipher;
    private readonly byte[] _counters = new byte[RunSize];
    private readonly byte[] _keyStream = new byte[RunSize];

    public CounterMode(ReadOnlySpan<byte> key) => _cipher = new BlockCipher(key);

    /// <summary>Writes input xor key stream; the two spans are equally long, and the same place or apart.</summary>
    public void Apply(ReadOnlySpan<byte> initialCounter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        UInt128 counter = BinaryPrimitives.ReadUInt128BigEndian(initialCounter);
        while (!input.IsEmpty)
        {
            int length = Math.Min(input.Length, RunSize);
            int wholeBlocks = (length + BlockSize - 1) / BlockSize;
            counter = WriteCounters(counter, _counters.AsSpan(0, wholeBlocks * BlockSize));
            _cipher.Encrypt(_counters, _keyStream, wholeBlocks * BlockSize);
            Xor(input[..length], _keyStream.AsSpan(0, length), output);
            input = input[length..];
            output = output[length..];
        }
    }

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_keyStream);
    }

    /// <summary>Writes successive counters and returns the next.</summary>
    private static UInt128 WriteCounters(UInt128 counter, Span<byte> destination)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(destination);
        ulong high = (ulong)(counter >> 64);
        ulong low = (ulong)counter;
        int pairs = words.Length / 2;
        int done = BitConverter.IsLittleEndian && low <= ulong.MaxValue - (ulong)pairs ? WriteWithoutCarry(high, low, words) : 0;
        low += (ulong)done;
        for (int i = done; i < pairs; i++)
        {
            words[2 * i] = ToBigEndian(high);
            words[(2 * i) + 1] = ToBigEndian(low);
            high += ++low == 0 ? 1UL : 0;
        }

        return new UInt128(high, low);
    }

    /// <summary>Four counters at a time, while their lower half doesn't overflow; returns how many were written.</summary>
    private static int WriteWithoutCarry(ulong high, ulong low, Span<ulong> words)
    {
        Vector128<byte> order = Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
        Vector128<ulong> counter = Vector128.Create(high, low);
        int i = 0;
        for (; i + 8 <= words.Length; i += 8)
        {
            Vector128.Shuffle(counter.AsByte(), order).AsUInt64().CopyTo(words[i..]);
            Vector128.Shuffle((counter + Vector128.Create(0UL, 1)).AsByte(), order).AsUInt64().CopyTo(words[(i + 2)..]);
            Vector128.Shuffle((counter + Vector128.Create(0UL, 2)).AsByte(), order).AsUInt64().CopyTo(words[(i + 4)..]);
            Vector128.Shuffle((counter + Vector128.Create(0UL, 3)).AsByte(), order).AsUInt64().CopyTo(words[(i + 6)..]);
            counter += Vector128.Create(0UL, 4);
        }

        return i / 2;
    }

    private static ulong ToBigEndian(ulong value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static void Xor(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        int whole = left.Length / Vector<byte>.Count * Vector<byte>.Count;
        ReadOnlySpan<Vector<byte>> leftWide = MemoryMarshal.Cast<byte, Vector<byte>>(left[..whole]);
        ReadOnlySpan<Vector<byte>> rightWide = MemoryMarshal.Cast<byte, Vector<byte>>(right[..whole]);
        Span<Vector<byte>> wide = MemoryMarshal.Cast<byte, Vector<byte>>(destination[..whole]);
        for (int i = 0; i < leftWide.Length && i < rightWide.Length && i < wide.Length; i++)
        {
            wide[i] = leftWide[i] ^ rightWide[i];
        }

        for (int i = whole; i < left.Length; i++)
        {
            destination[i] = (byte)(left[i] ^ right[i]);
        }
    }
}
