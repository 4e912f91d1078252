using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace BackupAccess.Repository.Crypto;

/// <summary>The password-based key derivation function scrypt (RFC 7914).</summary>
public static unsafe class Scrypt
{
    private const int SalsaBytes = 64;
    private const long MemoryLimit = 1L << 30;

    // 512 times restic's default: a key file is anybody's word, and may not keep a reader busy for good.
    private const long WorkLimit = 1L << 27;
    private const int SalsaWords = 16;

    /// <summary>Derives <paramref name="length"/> bytes from a password; takes 128·n·r bytes of memory for the time of the call.</summary>
    /// <param name="password">The password's bytes.</param>
    /// <param name="salt">Salt, of any length.</param>
    /// <param name="n">CPU and memory cost: a power of two above 1.</param>
    /// <param name="r">Block size, in units of 128 bytes.</param>
    /// <param name="p">Parallelization: how often the memory is filled, one after the other.</param>
    /// <param name="length">Bytes to derive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parameters aren't those of RFC 7914, section 6, or need more than 1 GiB of memory or some minutes.</exception>
    public static byte[] DeriveKey(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p, int length)
    {
        ThrowIfNotAllowed(n, r, p);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);

        int blockBytes = 2 * r * SalsaBytes;
        byte[] blocks = new byte[p * blockBytes];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, blocks, iterations: 1, HashAlgorithmName.SHA256);

        Mix(blocks, n, blockBytes);
        byte[] key = new byte[length];
        Rfc2898DeriveBytes.Pbkdf2(password, blocks, key, iterations: 1, HashAlgorithmName.SHA256);

        CryptographicOperations.ZeroMemory(blocks);
        return key;
    }

    /// <summary>Whether the parameters may be used; those of a key file are another's word and may be anything.</summary>
    internal static bool IsAllowed(int n, int r, int p) =>
        n > 1 && int.IsPow2(n) && r > 0 && p > 0
        && (long)r * p < 1 << 30 && 128L * n * r <= MemoryLimit && 128L * r * p <= MemoryLimit
        && (Int128)n * r * p <= WorkLimit;

    private static void ThrowIfNotAllowed(int n, int r, int p)
    {
        if (!IsAllowed(n, r, p))
        {
            throw new ArgumentOutOfRangeException(nameof(n), $"scrypt takes no N={n}, r={r}, p={p}.");
        }
    }

    /// <summary>Mixes every block. The memory is the system's own and given back at once: it is large, and rarely needed.</summary>
    private static void Mix(Span<byte> blocks, int n, int blockBytes)
    {
        int width = blockBytes / 16;
        nuint size = checked((nuint)n * (nuint)blockBytes);
        void* memory = NativeMemory.AlignedAlloc(size, (nuint)sizeof(Vector128<uint>));
        try
        {
            Vector128<uint>[] scratch = new Vector128<uint>[2 * width];
            for (int i = 0; i < blocks.Length; i += blockBytes)
            {
                MixBlock(blocks.Slice(i, blockBytes), new Span<Vector128<uint>>(memory, checked(n * width)), scratch, n);
            }

            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(scratch.AsSpan()));
        }
        finally
        {
            NativeMemory.Clear(memory, size);
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>scryptROMix (section 5): fills the memory with the block's successive states, then walks it by what it holds.</summary>
    private static void MixBlock(Span<byte> block, Span<Vector128<uint>> memory, Span<Vector128<uint>> scratch, int n)
    {
        int width = block.Length / 16;
        Span<Vector128<uint>> x = scratch[..width];
        Span<Vector128<uint>> y = scratch.Slice(width, width);
        LoadDiagonally(block, x);

        // n is even: each turn mixes x into y and y back into x.
        for (int i = 0; i < n; i += 2)
        {
            x.CopyTo(memory.Slice(i * width, width));
            MixSalsa(x, y);
            y.CopyTo(memory.Slice((i + 1) * width, width));
            MixSalsa(y, x);
        }

        for (int i = 0; i < n; i += 2)
        {
            AddRemembered(x, memory, n);
            MixSalsa(x, y);
            AddRemembered(y, memory, n);
            MixSalsa(y, x);
        }

        StoreDiagonally(x, block);
    }

    /// <summary>
    /// Adds the remembered state that the block itself picks: Integerify is the first word of its last 64 bytes, which the
    /// diagonal order leaves in its place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRemembered(Span<Vector128<uint>> block, ReadOnlySpan<Vector128<uint>> memory, int n)
    {
        int j = (int)(block[^4].ToScalar() & (uint)(n - 1));
        ReadOnlySpan<Vector128<uint>> remembered = memory.Slice(j * block.Length, block.Length);
        for (int i = 0; i < block.Length; i++)
        {
            block[i] ^= remembered[i];
        }
    }

    /// <summary>scryptBlockMix (section 4); even results go to the first half, odd ones to the second.</summary>
    /// <remarks>Optimized at once: a process often derives one key, and it would run in slow code to the end.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixSalsa(ReadOnlySpan<Vector128<uint>> block, Span<Vector128<uint>> output)
    {
        int count = block.Length / 4;
        Vector128<uint> a = block[^4];
        Vector128<uint> b = block[^3];
        Vector128<uint> c = block[^2];
        Vector128<uint> d = block[^1];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<Vector128<uint>> input = block.Slice(i * 4, 4);
            Salsa8(ref a, ref b, ref c, ref d, input);
            Span<Vector128<uint>> result = output.Slice(((i / 2) + ((i & 1) * (count / 2))) * 4, 4);
            result[3] = d;
            result[2] = c;
            result[1] = b;
            result[0] = a;
        }
    }

    /// <summary>Salsa20/8 of state xor input; a to d are the four diagonals of the matrix of 16 words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Salsa8(
        ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, ReadOnlySpan<Vector128<uint>> input)
    {
        Vector128<uint> a0 = a ^ input[0];
        Vector128<uint> b0 = b ^ input[1];
        Vector128<uint> c0 = c ^ input[2];
        Vector128<uint> d0 = d ^ input[3];
        (a, b, c, d) = (a0, b0, c0, d0);

        for (int round = 0; round < 8; round += 2)
        {
            QuarterRounds(ref a, ref b, ref c, ref d);
            b = Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0));
            QuarterRounds(ref a, ref d, ref c, ref b);
            b = Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2));
        }

        a += a0;
        b += b0;
        c += c0;
        d += d0;
    }

    /// <summary>Four quarter rounds side by side: a holds x0 x5 x10 x15, b x4 x9 x14 x3, c x8 x13 x2 x7, d x12 x1 x6 x11.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRounds(ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d)
    {
        b ^= RotateLeft(a + d, 7);
        c ^= RotateLeft(b + a, 9);
        d ^= RotateLeft(c + b, 13);
        a ^= RotateLeft(d + c, 18);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> RotateLeft(Vector128<uint> value, [ConstantExpected] byte count) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(value, count)
            : Vector128.ShiftLeft(value, count) | Vector128.ShiftRightLogical(value, 32 - count);

    /// <summary>Word positions of a 64-byte block in diagonal order, which lets a round work on whole vectors.</summary>
    private static ReadOnlySpan<byte> DiagonalOrder => [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11];

    private static void LoadDiagonally(ReadOnlySpan<byte> bytes, Span<Vector128<uint>> block)
    {
        Span<uint> words = MemoryMarshal.Cast<Vector128<uint>, uint>(block);
        for (int i = 0; i < words.Length; i++)
        {
            int word = (i / SalsaWords * SalsaWords) + DiagonalOrder[i % SalsaWords];
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(word * 4)..]);
        }
    }

    private static void StoreDiagonally(ReadOnlySpan<Vector128<uint>> block, Span<byte> bytes)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<Vector128<uint>, uint>(block);
        for (int i = 0; i < words.Length; i++)
        {
            int word = (i / SalsaWords * SalsaWords) + DiagonalOrder[i % SalsaWords];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(word * 4)..], words[i]);
        }
    }
}
