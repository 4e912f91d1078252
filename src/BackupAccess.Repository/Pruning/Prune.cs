using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Pruning;

/// <summary>
/// One prune. At every moment each blob that a snapshot needs lies in a pack that an index object names: copies are durable
/// with their index before the index objects of what they replace are, those before the old ones are deleted, and packs
/// go last. A prune that was killed anywhere is finished by the next.
/// </summary>
internal sealed class Prune(RepositoryContext context, PruneOptions options, IProgress<PruneProgress>? progress)
{
    /// <summary>No upload lasts as long as this.</summary>
    private static readonly TimeSpan s_longestPut = TimeSpan.FromDays(1);

    private IndexObjects _index = null!;
    private List<StoredObject> _stored = null!;
    private HashSet<ObjectId> _indexed = null!;
    private int _snapshots;

    /// <summary>Looks at everything and changes nothing.</summary>
    public async Task<PruneResult> PlanAsync(CancellationToken cancellationToken)
    {
        PrunePlan plan = await LookAsync(cancellationToken).ConfigureAwait(false);
        PackQuarantine quarantine = new(context, options);
        await quarantine.LoadAsync(cancellationToken).ConfigureAwait(false);
        HashSet<ObjectId> dropped = Dropped(plan);
        return Result(plan, Unneeded(plan), quarantine.Released(Unneeded(plan), dropped));
    }

    /// <summary>Does it. For the holder of an exclusive lock.</summary>
    public async Task<PruneResult> RunAsync(CancellationToken cancellationToken)
    {
        PrunePlan plan = await LookAsync(cancellationToken).ConfigureAwait(false);
        await RepackAsync(plan, cancellationToken).ConfigureAwait(false);
        await RewriteIndexAsync(plan, cancellationToken).ConfigureAwait(false);
        return await DeleteAsync(plan, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PrunePlan> LookAsync(CancellationToken cancellationToken)
    {
        _index = await IndexObjects.LoadAsync(context, onDamage: null, cancellationToken).ConfigureAwait(false);
        _stored = await context.Storage.ListAsync(ObjectKind.Pack, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        _indexed = [.. _index.PacksOf.Values.SelectMany(packs => packs.Keys)];
        UnindexedPacks unindexed = new(context, _index.Blobs, [.. _stored.Where(pack => !_indexed.Contains(pack.Name.Id))]);

        List<Snapshot> snapshots = await LoadSnapshotsAsync(cancellationToken).ConfigureAwait(false);
        _snapshots = snapshots.Count;
        SnapshotMarker marker = new(context, _index.Blobs, unindexed);
        for (int i = 0; i < snapshots.Count; i++)
        {
            Advance(PrunePhase.Snapshots, i, snapshots.Count);
            await marker.MarkAsync(snapshots[i], cancellationToken).ConfigureAwait(false);
        }

        bool canCompress = context.Config.Version > 1 && Zstd.IsAvailable;
        return PrunePlan.Make(PackUsage.Of(_index.Blobs, marker.Used, _stored, _indexed), options, canCompress);
    }

    /// <summary>A snapshot that can't be read may need anything: then nothing is pruned.</summary>
    private async Task<List<Snapshot>> LoadSnapshotsAsync(CancellationToken cancellationToken)
    {
        List<Snapshot> snapshots = [];
        await foreach (StoredObject stored in context.Storage.ListAsync(ObjectKind.Snapshot, cancellationToken).ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> json = await context.Files.LoadAsync(stored.Name, cancellationToken).ConfigureAwait(false);
            snapshots.Add(JsonFile.Parse(stored.Name, json.Span, RepositoryJson.Plain.Snapshot) with { Id = stored.Name.Id });
        }

        return snapshots;
    }

    private async Task RepackAsync(PrunePlan plan, CancellationToken cancellationToken)
    {
        int done = 0;
        Repacker repacker = new(context, _index.Blobs, options.Repack);
        await repacker.RepackAsync(
            plan.Repack, () => Advance(PrunePhase.Repack, Interlocked.Increment(ref done), plan.Repack.Count), cancellationToken).ConfigureAwait(false);
    }

    private async Task RewriteIndexAsync(PrunePlan plan, CancellationToken cancellationToken)
    {
        HashSet<ObjectId> keep = [.. plan.Keep.Select(pack => pack.Pack)];
        HashSet<ObjectId> old = _index.ToRewrite(Dropped(plan));
        HashSet<ObjectId> packs =
        [
            .. old.SelectMany(index => _index.PacksOf[index].Keys).Where(keep.Contains),
            .. plan.Keep.Where(pack => !pack.IsIndexed).Select(pack => pack.Pack),
        ];
        Advance(PrunePhase.Index, 0, old.Count);
        await new IndexSaver(context).SaveAsync(packs, _index.Blobs.ListPacks(packs.Contains), cancellationToken).ConfigureAwait(false);
        foreach (ObjectId index in old)
        {
            await context.Storage.DeleteAsync(new ObjectName(ObjectKind.Index, index), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PruneResult> DeleteAsync(PrunePlan plan, CancellationToken cancellationToken)
    {
        PackQuarantine quarantine = new(context, options);
        await quarantine.LoadAsync(cancellationToken).ConfigureAwait(false);
        HashSet<ObjectId> dropped = Dropped(plan);
        List<StoredObject> unneeded = Unneeded(plan);
        List<StoredObject> released = quarantine.Released(unneeded, dropped);
        List<StoredObject> kept = [.. unneeded.Except(released)];
        await quarantine.AddAsync(kept, dropped, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < released.Count; i++)
        {
            Advance(PrunePhase.Delete, i, released.Count);
            await context.Storage.DeleteAsync(released[i].Name, cancellationToken).ConfigureAwait(false);
        }

        await quarantine.RemoveSettledAsync(kept.Select(pack => pack.Name.Id).ToHashSet(), cancellationToken).ConfigureAwait(false);
        await context.Storage.RemoveUnfinishedAsync(context.Options.TimeProvider.GetUtcNow() - s_longestPut, cancellationToken).ConfigureAwait(false);
        return Result(plan, unneeded, released);
    }

    /// <summary>The packs that the index names now and won't.</summary>
    private static HashSet<ObjectId> Dropped(PrunePlan plan) =>
        [.. plan.Drop.Concat(plan.Repack).Where(pack => pack.IsIndexed).Select(pack => pack.Pack)];

    /// <summary>The packs there were at the first look that nothing needs in the end; what came since isn't ours to judge.</summary>
    private List<StoredObject> Unneeded(PrunePlan plan)
    {
        HashSet<ObjectId> keep = [.. plan.Keep.Select(pack => pack.Pack)];
        return _stored.FindAll(pack => !keep.Contains(pack.Name.Id));
    }

    private PruneResult Result(PrunePlan plan, List<StoredObject> unneeded, List<StoredObject> released)
    {
        List<PackUse> known = [.. plan.Keep, .. plan.Repack, .. plan.Drop.Where(pack => pack.IsIndexed)];
        return new PruneResult
        {
            Snapshots = _snapshots,
            BlobsUsed = known.Sum(pack => (long)pack.Needed.Count),
            BytesUsed = known.Sum(pack => pack.UsedBytes),
            BytesUnused = known.Sum(pack => pack.UnusedBytes),
            BytesUnusedKept = plan.Keep.Sum(pack => pack.UnusedBytes),
            PacksKept = plan.Keep.Count,
            PacksRepacked = plan.Repack.Count,
            BytesRepacked = plan.Repack.Sum(pack => pack.UsedBytes),
            PacksRemoved = Dropped(plan).Count,
            PacksRecovered = plan.Keep.Concat(plan.Repack).Count(pack => !pack.IsIndexed),
            PacksQuarantined = unneeded.Count - released.Count,
            PacksDeleted = released.Count,
            BytesDeleted = released.Sum(pack => pack.Size),
        };
    }

    private void Advance(PrunePhase phase, long done, long total) => progress?.Report(new PruneProgress(phase, done, total));
}
