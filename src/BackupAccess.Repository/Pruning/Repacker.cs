using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Pruning;

/// <summary>Copies the needed blobs of packs into new packs, each proven on the way.</summary>
internal sealed class Repacker(RepositoryContext context, BlobIndex index, RepackScope scope)
{
    /// <summary>When this returns, the new packs and the index objects that name them are durable.</summary>
    /// <param name="packs">The packs, with what is needed of them.</param>
    /// <param name="onPack">Called after each.</param>
    /// <param name="cancellationToken">Ends the work; what was copied is garbage then.</param>
    /// <exception cref="RepositoryDamagedException">No pack has a needed blob whole.</exception>
    public async Task RepackAsync(IReadOnlyList<PackUse> packs, Action onPack, CancellationToken cancellationToken)
    {
        BlobWriter writer = new(context, index);
        await using (writer.ConfigureAwait(false))
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(packs, options, async (pack, token) =>
            {
                foreach (BlobRun run in BlobRun.Join(pack.Pack, pack.Needed))
                {
                    await CopyAsync(run, writer, token).ConfigureAwait(false);
                }

                onPack();
            }).ConfigureAwait(false);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CopyAsync(BlobRun run, BlobWriter writer, CancellationToken cancellationToken)
    {
        byte[] buffer = await new PackReader(context).RentAsync(run.Pack, run.Start, run.Length, cancellationToken).ConfigureAwait(false);
        try
        {
            using BlobDecoder decoder = new(context.Key);
            foreach ((BlobHandle blob, BlobLocation location) in run.Blobs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadOnlyMemory<byte> stored = buffer.AsMemory((int)(location.Offset - run.Start), location.Length);
                if (!TryCopy(location.Of(blob), run.Pack, stored.Span, decoder, writer))
                {
                    // Looks in every pack that has it, and says what is wrong when none is good.
                    writer.StoreAgain(blob, await new BlobReader(context, index).LoadAsync(blob, cancellationToken).ConfigureAwait(false));
                }
            }
        }
        finally
        {
            BlobBuffers.Return(buffer);
        }
    }

    private bool TryCopy(PackedBlob blob, ObjectId pack, ReadOnlySpan<byte> stored, BlobDecoder decoder, BlobWriter writer)
    {
        ReadOnlySpan<byte> content;
        try
        {
            content = decoder.Decode(blob, pack, stored);
        }
        catch (RepositoryDamagedException)
        {
            return false;
        }

        if (scope == RepackScope.Uncompressed && !blob.IsCompressed)
        {
            writer.StoreAgain(blob.Handle, content);
        }
        else
        {
            writer.CopyStored(blob, stored);
        }

        return true;
    }
}
