using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Chunking;

/// <summary>
/// Cuts content into chunks where the Rabin fingerprint of the last 64 bytes ends in 20 zero bits (design, "Backups and
/// Deduplication"): between 512 KiB and 8 MiB long, the same for the same content wherever it stands. Safe for
/// concurrent use.
/// </summary>
public sealed class Chunker
{
    public const int MinSize = 512 * 1024;
    public const int MaxSize = 8 * 1024 * 1024;

    private const int WindowSize = 64;
    private const ulong SplitMask = (1 << 20) - 1;
    private const int TopByteShift = Chunking.Polynomial.RepositoryDegree - 8;

    /// <summary>
    /// A fingerprint depends on its 64 bytes alone, so four stretches of this length are scanned side by side: one chain
    /// of table look-ups leaves most of a core idle.
    /// </summary>
    private const int LaneSize = 8 * 1024;

    private readonly ulong[] _reduce = new ulong[256];
    private readonly ulong[] _slideOut = new ulong[256];

    /// <summary>Makes the tables for a polynomial of degree 53.</summary>
    public Chunker(ulong polynomial)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Chunking.Polynomial.Degree(polynomial), Chunking.Polynomial.RepositoryDegree);
        Polynomial = polynomial;
        FillTables();
    }

    public ulong Polynomial { get; }

    /// <summary>The length in bytes of the first chunk of <paramref name="data"/>, which is at least <see cref="MaxSize"/> long or ends the content.</summary>
    public int Cut(ReadOnlySpan<byte> data) => TryCut(data, out int length) ? length : data.Length;

    /// <summary>Finds the first chunk of <paramref name="data"/>; false when it may be longer than the data.</summary>
    internal bool TryCut(ReadOnlySpan<byte> data, out int length)
    {
        int limit = Math.Min(data.Length, MaxSize);
        length = limit >= MinSize ? FindCut(ref MemoryMarshal.GetReference(data), limit) : 0;
        if (length == 0 && limit == MaxSize)
        {
            length = MaxSize;
        }

        return length > 0;
    }

    /// <summary>Where the first chunk ends, no later than <paramref name="limit"/>; 0 when that can't be seen.</summary>
    private int FindCut(ref byte start, int limit)
    {
        if ((Fingerprint(ref start, MinSize) & SplitMask) == 0)
        {
            return MinSize;
        }

        int position = MinSize;
        for (; position + (4 * LaneSize) <= limit; position += 4 * LaneSize)
        {
            int cut = ScanFourLanes(ref start, position);
            if (cut > 0)
            {
                return cut;
            }
        }

        return ScanOneLane(ref start, position, limit);
    }

    /// <summary>
    /// _reduce[t] takes the top byte t of a fingerprint that was shifted up by 8, both cancelling it and adding its
    /// remainder; _slideOut[b] is what byte b adds to a fingerprint 64 bytes on.
    /// </summary>
    private void FillTables()
    {
        for (uint b = 0; b < 256; b++)
        {
            ulong top = (ulong)b << Chunking.Polynomial.RepositoryDegree;
            _reduce[b] = top | Chunking.Polynomial.Remainder(top, Polynomial);
        }

        for (uint b = 0; b < 256; b++)
        {
            ulong slid = b;
            for (int i = 0; i < WindowSize; i++)
            {
                slid = (slid << 8) ^ _reduce[slid >> TopByteShift];
            }

            _slideOut[b] = slid;
        }
    }

    /// <summary>The fingerprint of the 64 bytes before <paramref name="position"/>.</summary>
    private ulong Fingerprint(ref byte start, int position)
    {
        ulong digest = 0;
        for (int i = position - WindowSize; i < position; i++)
        {
            digest = (digest << 8) ^ Unsafe.Add(ref start, i) ^ _reduce[digest >> TopByteShift];
        }

        return digest;
    }

    /// <summary>The first cut after <paramref name="from"/> and up to <paramref name="to"/>, or 0.</summary>
    private int ScanOneLane(ref byte start, int from, int to)
    {
        ref ulong reduce = ref MemoryMarshal.GetArrayDataReference(_reduce);
        ref ulong slideOut = ref MemoryMarshal.GetArrayDataReference(_slideOut);
        ulong digest = Fingerprint(ref start, from);
        for (int i = from; i < to; i++)
        {
            digest = Slide(digest, ref Unsafe.Add(ref start, i), ref reduce, ref slideOut);
            if ((digest & SplitMask) == 0)
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>The first cut in the four lanes' lengths after <paramref name="from"/>, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ScanFourLanes(ref byte start, int from)
    {
        ref ulong reduce = ref MemoryMarshal.GetArrayDataReference(_reduce);
        ref ulong slideOut = ref MemoryMarshal.GetArrayDataReference(_slideOut);
        ulong digest0 = Fingerprint(ref start, from);
        ulong digest1 = Fingerprint(ref start, from + LaneSize);
        ulong digest2 = Fingerprint(ref start, from + (2 * LaneSize));
        ulong digest3 = Fingerprint(ref start, from + (3 * LaneSize));
        ref byte position = ref Unsafe.Add(ref start, from);
        int first = int.MaxValue;
        for (int i = 0; i < LaneSize; i++)
        {
            digest0 = Slide(digest0, ref position, ref reduce, ref slideOut);
            digest1 = Slide(digest1, ref Unsafe.Add(ref position, LaneSize), ref reduce, ref slideOut);
            digest2 = Slide(digest2, ref Unsafe.Add(ref position, 2 * LaneSize), ref reduce, ref slideOut);
            digest3 = Slide(digest3, ref Unsafe.Add(ref position, 3 * LaneSize), ref reduce, ref slideOut);
            position = ref Unsafe.Add(ref position, 1);
            if ((digest0 & SplitMask) == 0)
            {
                return from + i + 1;
            }

            if ((digest1 & SplitMask) == 0 || (digest2 & SplitMask) == 0 || (digest3 & SplitMask) == 0)
            {
                int lane = (digest1 & SplitMask) == 0 ? 1 : (digest2 & SplitMask) == 0 ? 2 : 3;
                first = Math.Min(first, from + (lane * LaneSize) + i + 1);
            }
        }

        return first == int.MaxValue ? 0 : first;
    }

    /// <summary>Moves the window on by the byte at <paramref name="incoming"/>; what slides out lies 64 bytes before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Slide(ulong digest, ref byte incoming, ref ulong reduce, ref ulong slideOut)
    {
        ulong added = incoming ^ Unsafe.Add(ref slideOut, (nint)Unsafe.Subtract(ref incoming, WindowSize));
        return (digest << 8) ^ Unsafe.Add(ref reduce, (nint)(digest >> TopByteShift)) ^ added;
    }
}
