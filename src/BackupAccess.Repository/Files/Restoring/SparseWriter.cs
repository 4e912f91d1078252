namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Writes content so that blocks of zeroes stay holes.</summary>
internal static class SparseWriter
{
    private const int BlockSize = 4096;

    /// <summary>Writes a piece of a new file; the caller sets the file's size where the piece ends in zeroes.</summary>
    public static void Write(FileHandle file, ReadOnlySpan<byte> content, long offset)
    {
        int start = 0;
        while (start < content.Length)
        {
            int end = EndOfRun(content, start, offset, zeroes: true);
            start = end;
            end = EndOfRun(content, start, offset, zeroes: false);
            if (end > start)
            {
                file.Write(content[start..end], offset + start);
            }

            start = end;
        }
    }

    /// <summary>Where a run of blocks, all zero or all not, ends. Blocks are those of the file, not of the piece.</summary>
    private static int EndOfRun(ReadOnlySpan<byte> content, int start, long offset, bool zeroes)
    {
        while (start < content.Length)
        {
            int block = (int)Math.Min(BlockSize - ((offset + start) % BlockSize), content.Length - start);
            if (content.Slice(start, block).ContainsAnyExcept((byte)0) == zeroes)
            {
                break;
            }

            start += block;
        }

        return start;
    }
}
