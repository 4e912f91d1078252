using System.Numerics;
using System.Runtime.CompilerServices;

namespace BackupAccess.Engine.Access;

/// <summary>A set of operations by number, one bit each.</summary>
internal struct OperationSet : IEquatable<OperationSet>
{
    private const int Words = 4;

    private Bits _bits;

    /// <summary>How many operations there can be.</summary>
    public const int Capacity = Words * 64;

    /// <summary>Every operation, also those that don't exist yet.</summary>
    public static OperationSet All
    {
        get
        {
            OperationSet all = default;
            for (int i = 0; i < Words; i++)
            {
                all._bits[i] = ulong.MaxValue;
            }

            return all;
        }
    }

    public readonly bool Contains(int operation) => (_bits[operation >> 6] & (1UL << (operation & 63))) != 0;

    public void Add(int operation) => _bits[operation >> 6] |= 1UL << (operation & 63);

    public void Add(in OperationSet other)
    {
        for (int i = 0; i < Words; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }

    public readonly int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in _bits)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    public readonly bool Equals(OperationSet other) => ((ReadOnlySpan<ulong>)_bits).SequenceEqual(other._bits);

    public override readonly bool Equals(object? obj) => obj is OperationSet other && Equals(other);

    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        foreach (ulong word in _bits)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    [InlineArray(Words)]
    private struct Bits
    {
        private ulong _word;
    }
}
