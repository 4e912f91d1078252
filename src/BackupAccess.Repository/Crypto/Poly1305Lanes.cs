using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BackupAccess.Repository.Crypto;

/// <summary>
/// Poly1305 in four lanes, each of every fourth block: a lane's sum is multiplied by r⁴ from block to block, and at the end
/// by the power of r that its last block is away from the message's end. Numbers are five limbs of 26 bits, so that
/// products of limbs and sums of them fit 64 bits.
/// </summary>
internal static class Poly1305Lanes
{
    /// <summary>Bytes that the lanes take at once.</summary>
    public const int GroupSize = 64;

    private const int LimbBits = 26;

    public static bool IsSupported => Avx2.IsSupported && BitConverter.IsLittleEndian;

    /// <summary>Evaluates whole blocks, a positive multiple of <see cref="GroupSize"/> bytes.</summary>
    /// <param name="blocks">The blocks, each with its 2^128 to be added.</param>
    /// <param name="powers">r, r², r³ and r⁴ as <see cref="Limbs"/>.</param>
    /// <returns>The value, below 2^132, as <see cref="Limbs"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Limbs Evaluate(ReadOnlySpan<byte> blocks, ReadOnlySpan<Limbs> powers)
    {
        Vectors step = Vectors.Of(powers[3], powers[3], powers[3], powers[3]);
        ref byte position = ref MemoryMarshal.GetReference(blocks);
        Vectors sum = Load(ref position);
        for (int left = blocks.Length - GroupSize; left >= GroupSize; left -= GroupSize)
        {
            position = ref Unsafe.Add(ref position, GroupSize);
            sum = Multiply(sum, step) + Load(ref position);
        }

        // Loading leaves the lanes with the blocks 0, 2, 1 and 3 of a group.
        return Multiply(sum, Vectors.Of(powers[3], powers[1], powers[2], powers[0])).Sum();
    }

    /// <summary>Four blocks, each a lane, with 2^128 added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vectors Load(ref byte position)
    {
        Vector256<ulong> first = Unsafe.ReadUnaligned<Vector256<ulong>>(ref position);
        Vector256<ulong> second = Unsafe.ReadUnaligned<Vector256<ulong>>(ref Unsafe.Add(ref position, 32));
        Vector256<ulong> low = Avx2.UnpackLow(first, second);
        Vector256<ulong> high = Avx2.UnpackHigh(first, second);
        Vector256<ulong> mask = Vector256.Create(Limbs.Mask);
        return new Vectors(
            low & mask,
            (low >>> LimbBits) & mask,
            ((low >>> (2 * LimbBits)) | (high << (64 - (2 * LimbBits)))) & mask,
            (high >>> ((3 * LimbBits) - 64)) & mask,
            (high >>> ((4 * LimbBits) - 64)) | Vector256.Create(1UL << (128 - (4 * LimbBits))));
    }

    /// <summary>Lane by lane modulo 2^130 - 5, with limbs of at most a bit over 26.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vectors Multiply(in Vectors a, in Vectors b)
    {
        // What passes 2^130 comes back five times.
        Vector256<ulong> five1 = TimesFive(b.Limb1);
        Vector256<ulong> five2 = TimesFive(b.Limb2);
        Vector256<ulong> five3 = TimesFive(b.Limb3);
        Vector256<ulong> five4 = TimesFive(b.Limb4);
        return Carry(
            Times(a.Limb0, b.Limb0) + Times(a.Limb1, five4) + Times(a.Limb2, five3) + Times(a.Limb3, five2) + Times(a.Limb4, five1),
            Times(a.Limb0, b.Limb1) + Times(a.Limb1, b.Limb0) + Times(a.Limb2, five4) + Times(a.Limb3, five3) + Times(a.Limb4, five2),
            Times(a.Limb0, b.Limb2) + Times(a.Limb1, b.Limb1) + Times(a.Limb2, b.Limb0) + Times(a.Limb3, five4) + Times(a.Limb4, five3),
            Times(a.Limb0, b.Limb3) + Times(a.Limb1, b.Limb2) + Times(a.Limb2, b.Limb1) + Times(a.Limb3, b.Limb0) + Times(a.Limb4, five4),
            Times(a.Limb0, b.Limb4) + Times(a.Limb1, b.Limb3) + Times(a.Limb2, b.Limb2) + Times(a.Limb3, b.Limb1) + Times(a.Limb4, b.Limb0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vectors Carry(Vector256<ulong> d0, Vector256<ulong> d1, Vector256<ulong> d2, Vector256<ulong> d3, Vector256<ulong> d4)
    {
        Vector256<ulong> mask = Vector256.Create(Limbs.Mask);
        d1 += d0 >>> LimbBits;
        d4 += d3 >>> LimbBits;
        d0 &= mask;
        d3 &= mask;
        d2 += d1 >>> LimbBits;
        d0 += TimesFive(d4 >>> LimbBits);
        d1 &= mask;
        d4 &= mask;
        d3 += d2 >>> LimbBits;
        d1 += d0 >>> LimbBits;
        d2 &= mask;
        d0 &= mask;
        d4 += d3 >>> LimbBits;
        d3 &= mask;
        return new Vectors(d0, d1, d2, d3, d4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Times(Vector256<ulong> a, Vector256<ulong> b) => Avx2.Multiply(a.AsUInt32(), b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> TimesFive(Vector256<ulong> a) => a + (a << 2);

    /// <summary>A number below 2^134 as five limbs of 26 bits, the last of a few more.</summary>
    public readonly record struct Limbs(ulong Limb0, ulong Limb1, ulong Limb2, ulong Limb3, ulong Limb4)
    {
        public const ulong Mask = (1UL << LimbBits) - 1;

        /// <summary>The limbs of low + 2^64·middle + 2^128·high.</summary>
        public static Limbs Of(ulong low, ulong middle, ulong high) => new(
            low & Mask,
            (low >> LimbBits) & Mask,
            ((low >> (2 * LimbBits)) | (middle << (64 - (2 * LimbBits)))) & Mask,
            (middle >> ((3 * LimbBits) - 64)) & Mask,
            (middle >> ((4 * LimbBits) - 64)) | (high << (128 - (4 * LimbBits))));
    }

    private readonly record struct Vectors(
        Vector256<ulong> Limb0, Vector256<ulong> Limb1, Vector256<ulong> Limb2, Vector256<ulong> Limb3, Vector256<ulong> Limb4)
    {
        public static Vectors Of(in Limbs a, in Limbs b, in Limbs c, in Limbs d) => new(
            Vector256.Create(a.Limb0, b.Limb0, c.Limb0, d.Limb0),
            Vector256.Create(a.Limb1, b.Limb1, c.Limb1, d.Limb1),
            Vector256.Create(a.Limb2, b.Limb2, c.Limb2, d.Limb2),
            Vector256.Create(a.Limb3, b.Limb3, c.Limb3, d.Limb3),
            Vector256.Create(a.Limb4, b.Limb4, c.Limb4, d.Limb4));

        /// <summary>The lanes' sum, every limb but the last below 2^26.</summary>
        public Limbs Sum()
        {
            ulong sum0 = Vector256.Sum(Limb0);
            ulong sum1 = Vector256.Sum(Limb1) + (sum0 >> LimbBits);
            ulong sum2 = Vector256.Sum(Limb2) + (sum1 >> LimbBits);
            ulong sum3 = Vector256.Sum(Limb3) + (sum2 >> LimbBits);
            ulong sum4 = Vector256.Sum(Limb4) + (sum3 >> LimbBits);
            return new Limbs(sum0 & Limbs.Mask, sum1 & Limbs.Mask, sum2 & Limbs.Mask, sum3 & Limbs.Mask, sum4);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vectors operator +(in Vectors a, in Vectors b) =>
            new(a.Limb0 + b.Limb0, a.Limb1 + b.Limb1, a.Limb2 + b.Limb2, a.Limb3 + b.Limb3, a.Limb4 + b.Limb4);
    }
}
