using System.Collections.Concurrent;
using System.Security.Cryptography;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Repairing;

/// <summary>Reads packs whole, in pieces, and opens every blob in them.</summary>
/// <param name="context">The repository.</param>
/// <param name="survey">What an index says of packs: where to look for blobs that a pack itself can't tell of.</param>
internal sealed class PackExaminer(RepositoryContext context, PackSurvey survey)
{
    private const string Mismatch = "its content doesn't match its name";

    private readonly PackHeaderReader _headers = new(context);
    private readonly PackReader _packs = new(context);
    private readonly BlobProbe _probe = new(context, survey.Packs);

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

    /// <summary>What is found damaged is deleted in the end, so it is read twice: the damage must be the pack's and not one reading's.</summary>
    private async Task<ExaminedPack> ExamineAsync(StoredObject pack, CancellationToken cancellationToken)
    {
        List<PackedBlob>? header = await TryReadHeaderAsync(pack, cancellationToken).ConfigureAwait(false)
            ?? await TryReadHeaderAsync(pack, cancellationToken).ConfigureAwait(false);
        if (header is null)
        {
            // Nothing says that the rest of it was ever a pack: a file of holes may be as long as it likes.
            return await AddNamedAsync(new ExaminedPack(pack.Name.Id, "its header can't be read", [], []), cancellationToken).ConfigureAwait(false);
        }

        ExaminedPack first = await ReadAsync(pack, header, cancellationToken).ConfigureAwait(false);
        if (first.Problem is null)
        {
            return first;
        }

        // A pack that is what it was named after has what its header says, whatever an index says.
        ExaminedPack second = await ReadAsync(pack, header, cancellationToken).ConfigureAwait(false);
        return second.Problem == Mismatch ? await AddNamedAsync(second, cancellationToken).ConfigureAwait(false) : second;
    }

    private async Task<List<PackedBlob>?> TryReadHeaderAsync(StoredObject pack, CancellationToken cancellationToken)
    {
        try
        {
            return await _headers.ReadAsync(pack, cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryDamagedException)
        {
            return null;
        }
    }

    /// <summary>Reads a pack from end to end; its header says that the blobs fill it.</summary>
    private async Task<ExaminedPack> ReadAsync(StoredObject pack, List<PackedBlob> header, CancellationToken cancellationToken)
    {
        List<PackedBlob> whole = [];
        List<PackedBlob> damaged = [];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using BlobDecoder decoder = new(context.Key);
        foreach (BlobRun run in BlobRun.Join(pack.Name.Id, header))
        {
            await ReadAsync(pack, run.Start, run.Length, content =>
            {
                hash.AppendData(content);
                foreach ((BlobHandle handle, BlobLocation location) in run.Blobs)
                {
                    PackedBlob blob = location.Of(handle);
                    (Opens(blob, pack.Name.Id, content.Slice((int)(location.Offset - run.Start), location.Length), decoder) ? whole : damaged).Add(blob);
                }
            }, cancellationToken).ConfigureAwait(false);
        }

        int size = PackHeader.SizeFor(header);
        await ReadAsync(pack, pack.Size - size, size, content => hash.AppendData(content), cancellationToken).ConfigureAwait(false);
        string? problem = new ObjectId(hash.GetHashAndReset()) != pack.Name.Id ? Mismatch
            : damaged.Count > 0 ? "a blob in it can't be opened"
            : null;
        return new ExaminedPack(pack.Name.Id, problem, whole, damaged);
    }

    private async Task ReadAsync(StoredObject pack, long offset, int length, BlobPiece use, CancellationToken cancellationToken)
    {
        byte[] buffer = await _packs.RentAsync(pack.Name.Id, offset, length, cancellationToken).ConfigureAwait(false);
        try
        {
            use(buffer.AsSpan(0, length));
        }
        finally
        {
            BlobBuffers.Return(buffer);
        }
    }

    /// <summary>Adds what only an index says of a damaged pack, as far as it can be proven.</summary>
    private async Task<ExaminedPack> AddNamedAsync(ExaminedPack pack, CancellationToken cancellationToken)
    {
        List<PackedBlob> whole = [.. pack.Whole];
        List<PackedBlob> damaged = [.. pack.Damaged];
        foreach (PackedBlob blob in (survey.Named.GetValueOrDefault(pack.Pack) ?? []).Except(pack.Whole).Except(pack.Damaged))
        {
            bool opens = await _probe.TryOpenAsync(blob.Handle, blob.In(pack.Pack), cancellationToken).ConfigureAwait(false) is not null;
            (opens ? whole : damaged).Add(blob);
        }

        return pack with { Whole = [.. whole.OrderBy(blob => blob.Offset)], Damaged = [.. damaged.OrderBy(blob => blob.Offset)] };
    }

    private static bool Opens(PackedBlob blob, ObjectId pack, Span<byte> stored, BlobDecoder decoder)
    {
        try
        {
            return decoder.DecodeInPlace(blob, pack, stored).Length >= 0;
        }
        catch (RepositoryDamagedException)
        {
            return false;
        }
    }

    private delegate void BlobPiece(Span<byte> content);
}
