using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Crypto;

/// <summary>
/// The one-time authenticator Poly1305 (RFC 8439, section 2.5): the message as a polynomial in r modulo 2^130 - 5, plus s.
/// The accumulator is two limbs of 64 bits and a third of a few.
/// </summary>
internal static class Poly1305
{
    public const int TagSize = 16;
    private const int BlockSize = 16;

    /// <summary>Below, the powers of r cost more than the lanes save.</summary>
    private const int SmallestForLanes = 4 * Poly1305Lanes.GroupSize;

    /// <summary>Writes the 16-byte tag of <paramref name="message"/> under the key (r, s), 16 bytes each; r is clamped here.</summary>
    public static void ComputeTag(ReadOnlySpan<byte> message, ReadOnlySpan<byte> r, ReadOnlySpan<byte> s, Span<byte> tag)
    {
        ulong r0 = BinaryPrimitives.ReadUInt64LittleEndian(r) & 0x0FFFFFFC0FFFFFFF;
        ulong r1 = BinaryPrimitives.ReadUInt64LittleEndian(r[8..]) & 0x0FFFFFFC0FFFFFFC;
        Accumulator h = default;

        int inLanes = Poly1305Lanes.IsSupported && message.Length >= SmallestForLanes ? message.Length / Poly1305Lanes.GroupSize * Poly1305Lanes.GroupSize : 0;
        if (inLanes > 0)
        {
            h.AbsorbInLanes(message[..inLanes], r0, r1);
        }

        int whole = message.Length / BlockSize * BlockSize;
        h.Absorb(message[inLanes..whole], r0, r1, padding: 1);
        if (whole < message.Length)
        {
            Span<byte> last = stackalloc byte[BlockSize];
            last.Clear();
            message[whole..].CopyTo(last);
            last[message.Length - whole] = 1;
            h.Absorb(last, r0, r1, padding: 0);
        }

        h.Finish(s, tag);
    }

    private struct Accumulator
    {
        private ulong _h0;
        private ulong _h1;
        private ulong _h2;

        /// <summary>h = (h + block + padding·2^128)·r for every block of 16 bytes, reduced to a little over 130 bits.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Absorb(ReadOnlySpan<byte> blocks, ulong r0, ulong r1, ulong padding)
        {
            // 5·r1/4: r1 is a multiple of 4, and 2^130 is 5, so what passes 2^128 comes back as five quarters of itself.
            ulong s1 = r1 + (r1 >> 2);
            ulong h0 = _h0;
            ulong h1 = _h1;
            ulong h2 = _h2;
            ref byte position = ref MemoryMarshal.GetReference(blocks);
            for (int left = blocks.Length; left >= BlockSize; left -= BlockSize)
            {
                ulong carry = AddWithCarry(ref h0, ReadWord(ref position, 0), 0);
                carry = AddWithCarry(ref h1, ReadWord(ref position, 8), carry);
                h2 += padding + carry;
                position = ref Unsafe.Add(ref position, BlockSize);

                ulong high0 = Math.BigMul(h0, r0, out ulong low0);
                ulong high0b = Math.BigMul(h1, s1, out ulong low0b);
                ulong high1 = Math.BigMul(h0, r1, out ulong low1);
                ulong high1b = Math.BigMul(h1, r0, out ulong low1b);

                high0 += high0b + AddWithCarry(ref low0, low0b, 0);
                high1 += high1b + AddWithCarry(ref low1, low1b, 0);
                high1 += AddWithCarry(ref low1, h2 * s1, 0);
                h2 = (h2 * r0) + high1 + AddWithCarry(ref low1, high0, 0);

                ulong above = (h2 & ~3UL) + (h2 >> 2);
                h2 &= 3;
                h0 = low0;
                h1 = low1;
                carry = AddWithCarry(ref h0, above, 0);
                h2 += AddWithCarry(ref h1, 0, carry);
            }

            (_h0, _h1, _h2) = (h0, h1, h2);
        }

        /// <summary>The same for a fresh accumulator and blocks that fill all lanes.</summary>
        public void AbsorbInLanes(ReadOnlySpan<byte> blocks, ulong r0, ulong r1)
        {
            ReadOnlySpan<byte> zero = stackalloc byte[BlockSize];
            Span<Poly1305Lanes.Limbs> powers = stackalloc Poly1305Lanes.Limbs[4];
            Accumulator power = new() { _h0 = r0, _h1 = r1 };
            powers[0] = Poly1305Lanes.Limbs.Of(r0, r1, 0);
            for (int i = 1; i < powers.Length; i++)
            {
                power.Absorb(zero, r0, r1, padding: 0);
                powers[i] = Poly1305Lanes.Limbs.Of(power._h0, power._h1, power._h2);
            }

            (ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4) = Poly1305Lanes.Evaluate(blocks, powers);
            _h0 = limb0 | (limb1 << 26) | (limb2 << 52);
            _h1 = (limb2 >> 12) | (limb3 << 14) | (limb4 << 40);
            ulong above = limb4 >> 24;
            _h2 = (above & 3) + AddWithCarry(ref _h1, 0, AddWithCarry(ref _h0, (above >> 2) * 5, 0));
        }

        /// <summary>Reduces fully, adds s and writes the low 128 bits.</summary>
        public readonly void Finish(ReadOnlySpan<byte> s, Span<byte> tag)
        {
            ulong g0 = _h0;
            ulong g1 = _h1;
            ulong carry = AddWithCarry(ref g0, 5, 0);
            carry = AddWithCarry(ref g1, 0, carry);
            ulong isAboveModulus = 0 - ((_h2 + carry) >> 2);
            ulong h0 = (g0 & isAboveModulus) | (_h0 & ~isAboveModulus);
            ulong h1 = (g1 & isAboveModulus) | (_h1 & ~isAboveModulus);

            carry = AddWithCarry(ref h0, BinaryPrimitives.ReadUInt64LittleEndian(s), 0);
            AddWithCarry(ref h1, BinaryPrimitives.ReadUInt64LittleEndian(s[8..]), carry);
            BinaryPrimitives.WriteUInt64LittleEndian(tag, h0);
            BinaryPrimitives.WriteUInt64LittleEndian(tag[8..], h1);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong ReadWord(ref byte position, int offset)
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref position, offset));
            return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
        }

        /// <summary>target += value + carry; the carry out, 0 or 1.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong AddWithCarry(ref ulong target, ulong value, ulong carry)
        {
            ulong sum = target + value;
            ulong carryOut = sum < value ? 1UL : 0;
            target = sum + carry;
            return carryOut + (target < carry ? 1UL : 0);
        }
    }
}
