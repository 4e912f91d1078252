using System.Buffers;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Packs;

/// <summary>Reads blobs out of packs. A blob that is damaged in one pack is taken from another, if one has it.</summary>
internal sealed class BlobReader(RepositoryContext context, BlobIndex index)
{
    public async Task<byte[]> LoadAsync(BlobHandle blob, CancellationToken cancellationToken)
    {
        RepositoryException? failure = null;
        using BlobDecoder decoder = new(context.Key);
        foreach (BlobLocation location in index.Locate(blob))
        {
            byte[] stored = ArrayPool<byte>.Shared.Rent(location.Length);
            try
            {
                Memory<byte> range = stored.AsMemory(0, location.Length);
                await context.Storage.GetRangeAsync(new ObjectName(ObjectKind.Pack, location.Pack), location.Offset, range, cancellationToken).ConfigureAwait(false);
                return decoder.Decode(location.Of(blob), location.Pack, range.Span).ToArray();
            }
            catch (RepositoryException e)
            {
                failure ??= e;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(stored);
            }
        }

        throw failure ?? new RepositoryDamagedException($"{blob}", "no index names a pack that holds it");
    }

    /// <summary>Reads many blobs, pack by pack, on all cores; each is given to <paramref name="consumer"/> once.</summary>
    public Task ReadAsync(IReadOnlyCollection<BlobHandle> blobs, BlobConsumer consumer, CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(PlanRuns(blobs), options, async (run, token) => await ReadRunAsync(run, consumer, token).ConfigureAwait(false));
    }

    private List<BlobRun> PlanRuns(IReadOnlyCollection<BlobHandle> blobs)
    {
        List<(BlobHandle Blob, BlobLocation Location)> wanted = new(blobs.Count);
        foreach (BlobHandle blob in blobs)
        {
            wanted.Add(index.TryLocate(blob, out BlobLocation location)
                ? (blob, location)
                : throw new RepositoryDamagedException($"{blob}", "no index names a pack that holds it"));
        }

        wanted.Sort((a, b) => a.Location.Pack.CompareTo(b.Location.Pack) is int order and not 0 ? order : a.Location.Offset.CompareTo(b.Location.Offset));
        List<BlobRun> runs = [];
        foreach ((BlobHandle blob, BlobLocation location) in wanted)
        {
            if (runs.Count == 0 || !runs[^1].TryAdd(blob, location))
            {
                runs.Add(new BlobRun(blob, location));
            }
        }

        return runs;
    }

    private async Task ReadRunAsync(BlobRun run, BlobConsumer consumer, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(run.Length);
        try
        {
            Memory<byte> range = buffer.AsMemory(0, run.Length);
            bool isRead = await TryReadAsync(run, range, cancellationToken).ConfigureAwait(false);
            using BlobDecoder decoder = new(context.Key);
            foreach ((BlobHandle blob, BlobLocation location) in run.Blobs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!isRead || !TryDeliver(blob, location, range.Span.Slice((int)(location.Offset - run.Start), location.Length), decoder, consumer))
                {
                    // Looks in every pack that has it, and says what is wrong when none is good.
                    consumer(blob, await LoadAsync(blob, cancellationToken).ConfigureAwait(false));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<bool> TryReadAsync(BlobRun run, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            await context.Storage.GetRangeAsync(new ObjectName(ObjectKind.Pack, run.Pack), run.Start, destination, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static bool TryDeliver(BlobHandle blob, BlobLocation location, ReadOnlySpan<byte> stored, BlobDecoder decoder, BlobConsumer consumer)
    {
        ReadOnlySpan<byte> content;
        try
        {
            content = decoder.Decode(location.Of(blob), location.Pack, stored);
        }
        catch (RepositoryDamagedException)
        {
            return false;
        }

        consumer(blob, content);
        return true;
    }
}
