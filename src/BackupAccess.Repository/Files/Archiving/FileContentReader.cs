using BackupAccess.Repository.Chunking;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Reads files through one buffer, cuts them into chunks and has these stored. For one worker.</summary>
internal sealed class FileContentReader(ArchiveRun run)
{
    private const int BufferSize = Chunker.MaxSize;

    // Files of /proc and the like tell no size, and some refuse larger reads.
    private const int SmallRead = 64 * 1024;

    private readonly List<Range> _cuts = [];
    private byte[]? _buffer;

    /// <summary>
    /// Stores what the file holds. A file that keeps growing is read no further than it was expected to reach, or one
    /// buffer where that is more.
    /// </summary>
    public async ValueTask<FileContent> StoreAsync(FileHandle file, long expectedSize, ArchiveWorker worker, CancellationToken cancellationToken)
    {
        byte[] buffer = _buffer ??= GC.AllocateUninitializedArray<byte>(BufferSize);
        long limit = Math.Max(expectedSize, BufferSize);
        // One byte beyond the expected end finds it in one go.
        int first = (int)Math.Min(BufferSize, Math.Max(expectedSize + 1, SmallRead));
        int filled = Read(file, buffer.AsSpan(0, first), 0);
        bool ended = filled < first;
        if (ended && filled <= Chunker.MinSize)
        {
            ObjectId[] single = filled == 0 ? [] : [run.Save(BlobType.Data, buffer.AsSpan(0, filled))];
            return new FileContent(single, filled);
        }

        List<ObjectId> chunks = [];
        long size = filled;
        while (true)
        {
            int used = Cut(buffer.AsSpan(0, filled), ended);
            chunks.AddRange(await new ChunkBatch(run, buffer, [.. _cuts]).SaveAsync(worker, cancellationToken).ConfigureAwait(false));
            if (ended)
            {
                return new FileContent([.. chunks], size);
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            int wanted = (int)Math.Min(BufferSize - filled, limit - size);
            int read = Read(file, buffer.AsSpan(filled, wanted), size);
            filled += read;
            size += read;
            ended = read < wanted || size == limit;
        }
    }

    private int Read(FileHandle file, Span<byte> buffer, long offset)
    {
        int read = file.Read(buffer, offset);
        run.Counters.Processed(read, wasRead: true);
        return read;
    }

    /// <summary>Cuts as far as the chunker can see; returns where that is.</summary>
    private int Cut(ReadOnlySpan<byte> data, bool ended)
    {
        _cuts.Clear();
        int position = 0;
        while (run.Repository.Chunker.TryCut(data[position..], out int length))
        {
            _cuts.Add(position..(position + length));
            position += length;
        }

        if (ended && position < data.Length)
        {
            _cuts.Add(position..data.Length);
            position = data.Length;
        }

        return position;
    }
}
