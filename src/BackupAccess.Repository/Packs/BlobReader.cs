using System.Buffers;
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
        (BlobHandle Blob, BlobLocation Location)[] room = ArrayPool<(BlobHandle, BlobLocation)>.Shared.Rent(blobs.Count);
        Span<(BlobHandle Blob, BlobLocation Location)> wanted = room.AsSpan(0, blobs.Count);
        int count = 0;
        foreach (BlobHandle blob in blobs)
        {
            wanted[count++] = index.TryLocate(blob, out BlobLocation location)
                ? (blob, location)
                : throw new RepositoryDamagedException($"{blob}", "no index names a pack that holds it");
        }

        wanted.Sort(static (a, b) => a.Location.Pack.CompareTo(b.Location.Pack) is int order and not 0 ? order : a.Location.Offset.CompareTo(b.Location.Offset));
        List<BlobRun> runs = [];
        foreach ((BlobHandle blob, BlobLocation location) in wanted)
        {
            if (runs.Count == 0 || !runs[^1].TryAdd(blob, location))
            {
                runs.Add(new BlobRun(blob, location));
            }
        }

        ArrayPool<(BlobHandle, BlobLocation)>.Shared.Return(room);
        return runs;
    }

    private async Task ReadRunAsync(BlobRun run, BlobConsumer consumer, CancellationToken cancellationToken)
    {
        byte[]? buffer = null;
        await context.Opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            buffer = await TryReadAsync(run, cancellationToken).ConfigureAwait(false);

            // Looks in every pack that has it, and says what is wrong when none is good.
            foreach (BlobHandle blob in buffer is null ? run.Blobs.Select(each => each.Blob) : Deliver(run, buffer, consumer, cancellationToken))
            {
                consumer(blob, await LoadAsync(blob, cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            BlobBuffers.Return(buffer ?? []);
            context.Opening.Release();
        }
    }

    /// <summary>Gives the consumer what is whole; returns the blobs that aren't.</summary>
    private List<BlobHandle> Deliver(BlobRun run, byte[] buffer, BlobConsumer consumer, CancellationToken cancellationToken)
    {
        List<BlobHandle> refused = [];
        using BlobDecoder decoder = new(context.Key);
        using BlobGroup group = new(context.Key);
        foreach ((BlobHandle blob, BlobLocation location) in run.Blobs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PackedBlob packed = location.Of(blob);
            Memory<byte> stored = buffer.AsMemory((int)(location.Offset - run.Start), location.Length);
            bool isTaken = BlobGroup.Takes(packed)
                ? TryOpen(packed, run.Pack, stored, group, Prove)
                : TryDeliver(packed, run.Pack, stored.Span, decoder, consumer);
            if (!isTaken)
            {
                refused.Add(blob);
            }
        }

        Prove();
        return refused;

        void Prove() => group.Prove(consumer, (blob, _) => refused.Add(blob.Handle));
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

    private static bool TryOpen(PackedBlob blob, ObjectId pack, Memory<byte> stored, BlobGroup group, Action makeRoom)
    {
        if (!group.HasRoomFor(blob))
        {
            makeRoom();
        }

        try
        {
            group.Open(blob, pack, stored);
            return true;
        }
        catch (RepositoryDamagedException)
        {
            return false;
        }
    }

    private static bool TryDeliver(PackedBlob blob, ObjectId pack, Span<byte> stored, BlobDecoder decoder, BlobConsumer consumer)
    {
        ReadOnlySpan<byte> content;
        try
        {
            content = decoder.DecodeInPlace(blob, pack, stored);
        }
        catch (RepositoryDamagedException)
        {
            return false;
        }

        consumer(blob.Handle, content);
        return true;
    }
}
