namespace BackupAccess.Repository.Tests.Chunking;

/// <summary>The chunker as the format describes it, byte by byte and by plain polynomial division.</summary>
internal static class ReferenceChunker
{
    public static int Cut(ReadOnlySpan<byte> data, ulong polynomial)
    {
        int limit = Math.Min(data.Length, 8 << 20);
        for (int end = 512 << 10; end < limit; end++)
        {
            ulong fingerprint = 0;
            for (int i = end - 64; i < end; i++)
            {
                fingerprint = Remainder((fingerprint << 8) | data[i], polynomial);
            }

            if ((fingerprint & 0xFFFFF) == 0)
            {
                return end;
            }
        }

        return limit;
    }

    private static ulong Remainder(ulong value, ulong polynomial)
    {
        for (int bit = 63; bit >= 53; bit--)
        {
            if ((value >> bit & 1) != 0)
            {
                value ^= polynomial << (bit - 53);
            }
        }

        return value;
    }
}
