using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BackupAccess.Repository.Crypto;

/// <summary>
/// SHA-256 (FIPS 180-4) of many messages side by side, each in a lane of the processor's vectors. One message alone waits
/// for its own last step most of the time, whatever the instructions; sixteen don't.
/// </summary>
internal static unsafe class Sha256Lanes
{
    public const int Count = 16;
    public const int BlockSize = 64;
    public const int StateWords = 8;

    public static bool IsSupported => Avx512F.IsSupported && Avx512BW.IsSupported;

    /// <summary>The state before the first block.</summary>
    public static ReadOnlySpan<uint> InitialState =>
        [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];

    private static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
        0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
        0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
        0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
        0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
        0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
        0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
        0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
    ];

    /// <summary>Takes so many blocks of every lane into its state.</summary>
    /// <param name="state">Word by word, each of all lanes.</param>
    /// <param name="lanes">Where each lane's blocks are.</param>
    /// <param name="blocks">How many of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Absorb(Vector512<uint>* state, byte** lanes, int blocks)
    {
        byte* room = stackalloc byte[(2 * Count * sizeof(Vector512<uint>)) + BlockSize];
        Vector512<uint>* words = (Vector512<uint>*)(((nuint)room + BlockSize - 1) & ~(nuint)(BlockSize - 1));
        ref uint constants = ref MemoryMarshal.GetReference(RoundConstants);
        for (int block = 0; block < blocks; block++)
        {
            Load(lanes, block * BlockSize, words + Count, words);
            (Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d) = (state[0], state[1], state[2], state[3]);
            (Vector512<uint> e, Vector512<uint> f, Vector512<uint> g, Vector512<uint> h) = (state[4], state[5], state[6], state[7]);
            for (int round = 0; round < 64; round += 8)
            {
                Vector512<uint>* word = words + (round & 8);
                ref uint k = ref Unsafe.Add(ref constants, round);
                Step(a, b, c, ref d, e, f, g, ref h, word[0] + Vector512.Create(k));
                Step(h, a, b, ref c, d, e, f, ref g, word[1] + Vector512.Create(Unsafe.Add(ref k, 1)));
                Step(g, h, a, ref b, c, d, e, ref f, word[2] + Vector512.Create(Unsafe.Add(ref k, 2)));
                Step(f, g, h, ref a, b, c, d, ref e, word[3] + Vector512.Create(Unsafe.Add(ref k, 3)));
                Step(e, f, g, ref h, a, b, c, ref d, word[4] + Vector512.Create(Unsafe.Add(ref k, 4)));
                Step(d, e, f, ref g, h, a, b, ref c, word[5] + Vector512.Create(Unsafe.Add(ref k, 5)));
                Step(c, d, e, ref f, g, h, a, ref b, word[6] + Vector512.Create(Unsafe.Add(ref k, 6)));
                Step(b, c, d, ref e, f, g, h, ref a, word[7] + Vector512.Create(Unsafe.Add(ref k, 7)));
                if (round < 48)
                {
                    Extend(words, round & 8);
                }
            }

            (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
            (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, ref Vector512<uint> d,
        Vector512<uint> e, Vector512<uint> f, Vector512<uint> g, ref Vector512<uint> h, Vector512<uint> word)
    {
        Vector512<uint> sum1 = Xor(Avx512F.RotateRight(e, 6), Avx512F.RotateRight(e, 11), Avx512F.RotateRight(e, 25));
        Vector512<uint> choice = Avx512F.TernaryLogic(e, f, g, 0xCA);
        Vector512<uint> t = h + word + (sum1 + choice);
        Vector512<uint> sum0 = Xor(Avx512F.RotateRight(a, 2), Avx512F.RotateRight(a, 13), Avx512F.RotateRight(a, 22));
        Vector512<uint> majority = Avx512F.TernaryLogic(a, b, c, 0xE8);
        d += t;
        h = t + (sum0 + majority);
    }

    /// <summary>Replaces eight words of the message schedule by those sixteen further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(Vector512<uint>* words, int first)
    {
        for (int i = first; i < first + 8; i++)
        {
            Vector512<uint> early = words[(i + 1) & 15];
            Vector512<uint> late = words[(i + 14) & 15];
            Vector512<uint> sigma0 = Xor(Avx512F.RotateRight(early, 7), Avx512F.RotateRight(early, 18), early >>> 3);
            Vector512<uint> sigma1 = Xor(Avx512F.RotateRight(late, 17), Avx512F.RotateRight(late, 19), late >>> 10);
            words[i] = words[i] + sigma0 + (words[(i + 9) & 15] + sigma1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c) => Avx512F.TernaryLogic(a, b, c, 0x96);

    /// <summary>A block of every lane, turned so that each vector holds one word of all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(byte** lanes, int offset, Vector512<uint>* rows, Vector512<uint>* words)
    {
        for (int i = 0; i < Count; i += 4)
        {
            Vector512<uint> low0 = Avx512F.UnpackLow(Row(lanes[i], offset), Row(lanes[i + 1], offset));
            Vector512<uint> high0 = Avx512F.UnpackHigh(Row(lanes[i], offset), Row(lanes[i + 1], offset));
            Vector512<uint> low1 = Avx512F.UnpackLow(Row(lanes[i + 2], offset), Row(lanes[i + 3], offset));
            Vector512<uint> high1 = Avx512F.UnpackHigh(Row(lanes[i + 2], offset), Row(lanes[i + 3], offset));
            rows[i] = Avx512F.UnpackLow(low0.AsUInt64(), low1.AsUInt64()).AsUInt32();
            rows[i + 1] = Avx512F.UnpackHigh(low0.AsUInt64(), low1.AsUInt64()).AsUInt32();
            rows[i + 2] = Avx512F.UnpackLow(high0.AsUInt64(), high1.AsUInt64()).AsUInt32();
            rows[i + 3] = Avx512F.UnpackHigh(high0.AsUInt64(), high1.AsUInt64()).AsUInt32();
        }

        for (int i = 0; i < 4; i++)
        {
            Vector512<uint> even0 = Avx512F.Shuffle4x128(rows[i], rows[i + 4], 0x88);
            Vector512<uint> odd0 = Avx512F.Shuffle4x128(rows[i], rows[i + 4], 0xDD);
            Vector512<uint> even1 = Avx512F.Shuffle4x128(rows[i + 8], rows[i + 12], 0x88);
            Vector512<uint> odd1 = Avx512F.Shuffle4x128(rows[i + 8], rows[i + 12], 0xDD);
            words[i] = Avx512F.Shuffle4x128(even0, even1, 0x88);
            words[i + 4] = Avx512F.Shuffle4x128(odd0, odd1, 0x88);
            words[i + 8] = Avx512F.Shuffle4x128(even0, even1, 0xDD);
            words[i + 12] = Avx512F.Shuffle4x128(odd0, odd1, 0xDD);
        }
    }

    /// <summary>Sixteen words of one lane, each the bytes in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Row(byte* lane, int offset)
    {
        Vector512<byte> order = Vector512.Create(Vector256.Create(Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)));
        return Avx512BW.Shuffle(Vector512.Load(lane + offset), order).AsUInt32();
    }
}
