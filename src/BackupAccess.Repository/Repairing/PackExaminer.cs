using System.Collections.Concurrent;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Repairing;

/// <summary>Reads packs whole and opens every blob in them.</summary>
/// <param name="context">The repository.</param>
/// <param name="named">What an index says of packs: where to look for blobs that a pack itself can't tell of.</param>
internal sealed class PackExaminer(RepositoryContext context, IReadOnlyDictionary<ObjectId, List<PackedBlob>> named)
{
    /// <returns>The packs in order of their ids.</returns>
    /// <exception cref="StorageException">The storage failed.</exception>
    public async Task<List<ExaminedPack>> ExamineAsync(
        IReadOnlyCollection<StoredObject> packs, IProgress<RepairProgress>? progress, CancellationToken cancellationToken)
    {
        int done = 0;
        ConcurrentBag<ExaminedPack> examined = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(packs, options, async (pack, token) =>
        {
            examined.Add(await ExamineAsync(pack, token).ConfigureAwait(false));
            progress?.Report(new RepairProgress(RepairPhase.Packs, Interlocked.Increment(ref done), packs.Count));
        }).ConfigureAwait(false);
        return [.. examined.OrderBy(pack => pack.Pack)];
    }

    private async Task<ExaminedPack> ExamineAsync(StoredObject pack, CancellationToken cancellationToken)
    {
        byte[] buffer = BlobBuffers.Rent(checked((int)pack.Size));
        try
        {
            Memory<byte> content = buffer.AsMemory(0, (int)pack.Size);
            await context.Storage.GetRangeAsync(pack.Name, 0, content, cancellationToken).ConfigureAwait(false);
            ExaminedPack first = Examine(pack.Name.Id, content.Span);
            if (first.Problem is null)
            {
                return first;
            }

            // What is found damaged is deleted in the end: the damage must be the pack's and not one reading's.
            await context.Storage.GetRangeAsync(pack.Name, 0, content, cancellationToken).ConfigureAwait(false);
            return Examine(pack.Name.Id, content.Span);
        }
        finally
        {
            BlobBuffers.Return(buffer);
        }
    }

    private ExaminedPack Examine(ObjectId pack, ReadOnlySpan<byte> content)
    {
        List<PackedBlob>? header = PackHeader.Read(content, content.Length, context.Key);
        string? problem = header is null ? "its header can't be read"
            : ObjectId.Of(content) != pack ? "its content doesn't match its name"
            : null;

        // A pack that is what it was named after has what its header says, whatever an index says.
        IEnumerable<PackedBlob> expected = problem is null ? header! : [.. (header ?? []).Concat(named.GetValueOrDefault(pack) ?? []).Distinct()];
        List<PackedBlob> whole = [];
        List<PackedBlob> damaged = [];
        using BlobDecoder decoder = new(context.Key);
        foreach (PackedBlob blob in expected.OrderBy(blob => blob.Offset))
        {
            (Opens(blob, pack, content, decoder) ? whole : damaged).Add(blob);
        }

        return new ExaminedPack(pack, problem ?? (damaged.Count > 0 ? "a blob in it can't be opened" : null), whole, damaged);
    }

    private static bool Opens(PackedBlob blob, ObjectId pack, ReadOnlySpan<byte> content, BlobDecoder decoder)
    {
        try
        {
            return (long)blob.Offset + blob.Length <= content.Length
                && decoder.Decode(blob, pack, content.Slice((int)blob.Offset, (int)blob.Length)).Length >= 0;
        }
        catch (RepositoryDamagedException)
        {
            return false;
        }
    }
}
