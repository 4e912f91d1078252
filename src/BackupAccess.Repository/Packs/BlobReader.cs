using BackupAccess.Repository.Index;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Packs;

/// <summary>Reads blobs out of packs. A blob that is damaged in one pack is taken from another, if one has it.</summary>
internal sealed class BlobReader(RepositoryContext context, BlobIndex index)
{
    private readonly PackReader _packs = new(context);

    public Task<byte[]> LoadAsync(BlobHandle blob, CancellationToken cancellationToken) =>
        LoadAsync(blob, static content => content.ToArray(), cancellationToken);

    /// <summary>Reads one blob; its content is <paramref name="parse"/>'s only while that runs.</summary>
    public async Task<T> LoadAsync<T>(BlobHandle blob, Func<ReadOnlySpan<byte>, T> parse, CancellationToken cancellationToken)
    {
        RepositoryException? failure = null;
        using BlobDecoder decoder = new(context.Key);
        foreach (BlobLocation location in index.Locate(blob))
        {
            byte[] stored = [];
            try
            {
                stored = await _packs.RentAsync(location.Pack, location.Offset, location.Length, cancellationToken).ConfigureAwait(false);
                return parse(decoder.DecodeInPlace(location.Of(blob), location.Pack, stored.AsSpan(0, location.Length)));
            }
            catch (RepositoryException e)
            {
                failure ??= e;
            }
            finally
            {
                BlobBuffers.Return(stored);
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
        byte[]? buffer = await TryReadAsync(run, cancellationToken).ConfigureAwait(false);
        try
        {
            using BlobDecoder decoder = new(context.Key);
            foreach ((BlobHandle blob, BlobLocation location) in run.Blobs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (buffer is null || !TryDeliver(blob, location, buffer.AsSpan((int)(location.Offset - run.Start), location.Length), decoder, consumer))
                {
                    // Looks in every pack that has it, and says what is wrong when none is good.
                    consumer(blob, await LoadAsync(blob, cancellationToken).ConfigureAwait(false));
                }
            }
        }
        finally
        {
            BlobBuffers.Return(buffer ?? []);
        }
    }

    /// <summary>The run's bytes, or null when they can't be had together.</summary>
    private async Task<byte[]?> TryReadAsync(BlobRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await _packs.RentAsync(run.Pack, run.Start, run.Length, cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryException e) when (e is StorageException or RepositoryDamagedException)
        {
            return null;
        }
    }

    private static bool TryDeliver(BlobHandle blob, BlobLocation location, Span<byte> stored, BlobDecoder decoder, BlobConsumer consumer)
    {
        ReadOnlySpan<byte> content;
        try
        {
            content = decoder.DecodeInPlace(location.Of(blob), location.Pack, stored);
        }
        catch (RepositoryDamagedException)
        {
            return false;
        }

        consumer(blob, content);
        return true;
    }
}
