using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace BackupAccess.Repository.Chunking;

/// <summary>Polynomials over GF(2), one bit a coefficient, as the chunker's fingerprints are taken modulo one of them.</summary>
internal static class Polynomial
{
    /// <summary>The degree of every repository's polynomial: the largest prime that leaves a byte of room in 64 bits.</summary>
    public const int RepositoryDegree = 53;

    /// <summary>The degree, or -1 for the zero polynomial.</summary>
    public static int Degree(ulong value) => 63 - BitOperations.LeadingZeroCount(value);

    public static ulong Remainder(ulong dividend, ulong divisor)
    {
        int degree = Degree(divisor);
        for (int above = Degree(dividend) - degree; above >= 0; above = Degree(dividend) - degree)
        {
            dividend ^= divisor << above;
        }

        return dividend;
    }

    /// <summary>The product modulo a polynomial of degree below 64; both factors are of lesser degree than it.</summary>
    public static ulong MultiplyModulo(ulong left, ulong right, ulong modulus)
    {
        ulong overflow = 1UL << Degree(modulus);
        ulong product = 0;
        for (; right != 0; right >>= 1)
        {
            if ((right & 1) != 0)
            {
                product ^= left;
            }

            left <<= 1;
            if ((left & overflow) != 0)
            {
                left ^= modulus;
            }
        }

        return product;
    }

    public static ulong GreatestCommonDivisor(ulong left, ulong right)
    {
        while (right != 0)
        {
            (left, right) = (right, Remainder(left, right));
        }

        return left;
    }

    /// <summary>
    /// Ben-Or's test: a polynomial f of degree n has no factor of degree i exactly when gcd(x^(2^i) - x, f) is 1, for i
    /// up to n/2.
    /// </summary>
    public static bool IsIrreducible(ulong value)
    {
        const ulong x = 2;
        int degree = Degree(value);
        if (degree < 2)
        {
            return degree == 1;
        }

        ulong power = x;
        for (int i = 1; i <= degree / 2; i++)
        {
            power = MultiplyModulo(power, power, value);
            if (GreatestCommonDivisor(value, power ^ x) != 1)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a repository may cut with it.</summary>
    public static bool IsUsable(ulong value) => Degree(value) == RepositoryDegree && IsIrreducible(value);

    /// <summary>A random irreducible polynomial of a repository's degree.</summary>
    public static ulong Generate()
    {
        const ulong top = 1UL << RepositoryDegree;
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        ulong candidate;
        do
        {
            RandomNumberGenerator.Fill(random);

            // One in 53 polynomials of this degree is irreducible; one without a constant term is a multiple of x.
            candidate = (BinaryPrimitives.ReadUInt64LittleEndian(random) & (top - 1)) | top | 1;
        }
        while (!IsIrreducible(candidate));

        return candidate;
    }
}
