using System.Collections.Concurrent;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Repairing;

/// <summary>Which packs are there and what they hold, beside what the index says of them.</summary>
internal sealed class PackSurvey
{
    private readonly RepositoryContext _context;
    private readonly Dictionary<ObjectId, List<PackedBlob>> _held = [];
    private readonly ConcurrentDictionary<ObjectId, List<PackedBlob>> _read = [];
    private readonly ConcurrentDictionary<ObjectId, List<PackedBlob>> _kept = [];
    private readonly ConcurrentBag<UnreadablePack> _unreadable = [];

    private PackSurvey(RepositoryContext context, IndexObjects index, List<ObjectId> damagedIndexes, List<StoredObject> packs)
    {
        _context = context;
        Index = index;
        DamagedIndexes = damagedIndexes;
        Packs = packs;
        Named = index.Blobs.ListPacks();
    }

    public IndexObjects Index { get; }

    /// <summary>Index objects that can't be read.</summary>
    public IReadOnlyList<ObjectId> DamagedIndexes { get; }

    /// <summary>The packs that are there.</summary>
    public IReadOnlyList<StoredObject> Packs { get; }

    /// <summary>What all index objects together say.</summary>
    public IReadOnlyDictionary<ObjectId, List<PackedBlob>> Named { get; }

    /// <summary>What an index should say of the packs that are there.</summary>
    public IReadOnlyDictionary<ObjectId, List<PackedBlob>> Held => _held;

    /// <summary>Packs without a list of blobs that can be read.</summary>
    public IReadOnlyList<UnreadablePack> Unreadable => [.. _unreadable.OrderBy(pack => pack.Pack)];

    /// <summary>How many packs' own lists of blobs were read.</summary>
    public int HeadersRead => _read.Count + _unreadable.Count;

    /// <summary>The packs that the index names and that aren't there.</summary>
    public IReadOnlyList<ObjectId> Missing
    {
        get
        {
            HashSet<ObjectId> stored = [.. Packs.Select(pack => pack.Name.Id)];
            return [.. Named.Keys.Where(pack => !stored.Contains(pack)).Order()];
        }
    }

    /// <exception cref="StorageException">The storage failed.</exception>
    public static async Task<PackSurvey> MakeAsync(
        RepositoryContext context, IndexSource source, IProgress<RepairProgress>? progress, CancellationToken cancellationToken)
    {
        List<ObjectId> damaged = [];
        IndexObjects index = await IndexObjects.LoadAsync(context, damaged.Add, cancellationToken).ConfigureAwait(false);
        List<StoredObject> packs = await context.Storage.ListAsync(ObjectKind.Pack, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        PackSurvey survey = new(context, index, damaged, packs);
        await survey.ReadAsync([.. packs.Where(pack => source == IndexSource.Packs || !survey.IsTrusted(pack))], progress, cancellationToken).ConfigureAwait(false);
        survey.Combine();
        return survey;
    }

    /// <summary>Whether what the index says of a pack fills it from the first byte to the last.</summary>
    private bool IsTrusted(StoredObject pack)
    {
        if (!Named.TryGetValue(pack.Name.Id, out List<PackedBlob>? blobs))
        {
            return false;
        }

        long end = 0;
        foreach (PackedBlob blob in blobs)
        {
            if (blob.Offset != end)
            {
                return false;
            }

            end += blob.Length;
        }

        return end + PackHeader.SizeFor(blobs) == pack.Size;
    }

    private async Task ReadAsync(IReadOnlyCollection<StoredObject> packs, IProgress<RepairProgress>? progress, CancellationToken cancellationToken)
    {
        int done = 0;
        PackHeaderReader reader = new(_context);
        BlobProbe probe = new(_context, packs);
        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(packs, options, async (pack, token) =>
        {
            try
            {
                _read[pack.Name.Id] = await reader.ReadAsync(pack, token).ConfigureAwait(false);
            }
            catch (RepositoryDamagedException e)
            {
                await KeepWhatOpensAsync(pack.Name.Id, e.Problem, probe, token).ConfigureAwait(false);
            }

            progress?.Report(new RepairProgress(RepairPhase.Headers, Interlocked.Increment(ref done), packs.Count));
        }).ConfigureAwait(false);
    }

    /// <summary>A pack that can't say what it holds: the index is believed as far as it can be proven.</summary>
    private async Task KeepWhatOpensAsync(ObjectId pack, string problem, BlobProbe probe, CancellationToken cancellationToken)
    {
        List<PackedBlob> kept = [];
        foreach (PackedBlob blob in Named.GetValueOrDefault(pack) ?? [])
        {
            if (await probe.TryOpenAsync(blob.Handle, blob.In(pack), cancellationToken).ConfigureAwait(false) is not null)
            {
                kept.Add(blob);
            }
        }

        _kept[pack] = kept;
        _unreadable.Add(new UnreadablePack(pack, problem, kept.Count));
    }

    private void Combine()
    {
        foreach (ObjectId pack in Packs.Select(pack => pack.Name.Id))
        {
            List<PackedBlob> blobs = _read.GetValueOrDefault(pack) ?? _kept.GetValueOrDefault(pack) ?? Named[pack];
            if (blobs.Count > 0)
            {
                _held.Add(pack, blobs);
            }
        }
    }
}
