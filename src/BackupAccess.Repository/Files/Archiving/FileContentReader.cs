using BackupAccess.Repository.Chunking;
using BackupAccess.Repository.Files.Linux;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Reads files through one buffer, cuts them into chunks and has these stored. For one worker.</summary>
internal sealed class FileContentReader(ArchiveRun run)
{
    private const int BufferSize = Chunker.MaxSize;

    // Files of /proc and the like tell no size, and some refuse larger reads.
    private const int SmallRead = 64 * 1024;

    private readonly List<Range> _cuts = [];
    private byte[]? _buffer;
    private byte[]? _zeros;

    /// <summary>
    /// Stores what the file holds. A file that keeps growing is read no further than it was expected to reach, or one
    /// buffer where that is more.
    /// </summary>
    public async ValueTask<FileContent> StoreAsync(FileHandle file, FileStatus expected, ArchiveWorker worker, CancellationToken cancellationToken)
    {
        byte[] buffer = _buffer ??= GC.AllocateUninitializedArray<byte>(BufferSize);
        long limit = Math.Max(expected.Size, BufferSize);
        // One byte beyond the expected end finds it in one go.
        int wanted = (int)Math.Min(BufferSize, Math.Max(expected.Size + 1, SmallRead));
        List<ObjectId> chunks = [];
        long start = 0;
        int filled = 0;
        while (true)
        {
            if (expected.MayHaveHoles && SkipHole(file, start, expected.Size, chunks) is > 0 and long skipped)
            {
                start += skipped;
                filled = 0;
                wanted = (int)Math.Min(BufferSize, limit - start);
            }

            int read = Read(file, buffer.AsSpan(filled, wanted), start + filled);
            filled += read;
            bool ended = read < wanted || start + filled == limit;
            int used = Cut(buffer.AsSpan(0, filled), ended);
            ObjectId[] ids = await SaveCutsAsync(worker, cancellationToken).ConfigureAwait(false);
            if (ended && chunks.Count == 0)
            {
                return new FileContent(ids, filled);
            }

            chunks.AddRange(ids);
            if (ended)
            {
                return new FileContent([.. chunks], start + filled);
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            start += used;
            filled -= used;
            wanted = (int)Math.Min(BufferSize - filled, limit - start - filled);
        }
    }

    /// <summary>Stores what a stream gives, whatever its length, as a file of the same content is stored.</summary>
    public async ValueTask<FileContent> StoreAsync(Stream stream, ArchiveWorker worker, CancellationToken cancellationToken)
    {
        byte[] buffer = _buffer ??= GC.AllocateUninitializedArray<byte>(BufferSize);
        List<ObjectId> chunks = [];
        long start = 0;
        int filled = 0;
        bool ended = false;
        while (!ended)
        {
            int read = await stream.ReadAtLeastAsync(buffer.AsMemory(filled), BufferSize - filled, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            run.Counters.Processed(read, wasRead: true);
            filled += read;
            ended = filled < BufferSize;
            int used = Cut(buffer.AsSpan(0, filled), ended);
            chunks.AddRange(await SaveCutsAsync(worker, cancellationToken).ConfigureAwait(false));
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            start += used;
            filled -= used;
        }

        return new FileContent([.. chunks], start);
    }

    /// <summary>
    /// Adds the chunks of a hole at a chunk's start without reading it: the fingerprint of zeros is zero, so that the chunker
    /// cuts them as soon as it may. Returns the bytes skipped.
    /// </summary>
    private long SkipHole(FileHandle file, long start, long end, List<ObjectId> chunks)
    {
        long data = Math.Min(file.FindData(start) ?? end, end);
        int count = checked((int)(Math.Max(0, data - start) / Chunker.MinSize));
        if (count == 0)
        {
            return 0;
        }

        _zeros ??= new byte[Chunker.MinSize];
        chunks.AddRange(Enumerable.Repeat(run.Save(BlobType.Data, _zeros), count));
        long skipped = (long)count * Chunker.MinSize;
        run.Counters.Processed(skipped, wasRead: false);
        return skipped;
    }

    /// <summary>Stores what was cut: what is one chunk by itself, several together with idle workers.</summary>
    private async ValueTask<ObjectId[]> SaveCutsAsync(ArchiveWorker worker, CancellationToken cancellationToken) => _cuts switch
    {
        [] => [],
        [Range only] => [run.Save(BlobType.Data, _buffer.AsSpan(only))],
        _ => await new ChunkBatch(run, _buffer!, [.. _cuts]).SaveAsync(worker, cancellationToken).ConfigureAwait(false),
    };

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
