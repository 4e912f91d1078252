using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Repairing;

/// <summary>
/// Replaces damaged snapshots by ones of what is left. New trees are durable before the snapshots that need them, and
/// these before what they replace is removed; a replacement that an earlier repair has saved serves again.
/// </summary>
internal sealed class SnapshotRepair(RepositoryContext context, RepairSnapshotsOptions options, IProgress<RepairProgress>? progress)
{
    private readonly List<Snapshot> _all = [];
    private readonly List<UnreadableSnapshot> _unreadable = [];
    private readonly List<(Snapshot Snapshot, RepairedSnapshot Repair)> _damaged = [];
    private int _chosen;

    /// <summary>Looks at everything and changes nothing.</summary>
    public async Task<RepairSnapshotsResult> PlanAsync(CancellationToken cancellationToken)
    {
        BlobIndex index = await new IndexLoader(context).LoadAsync(onDamage: null, cancellationToken).ConfigureAwait(false);
        await LookAsync(index, writer: null, cancellationToken).ConfigureAwait(false);
        return Result();
    }

    /// <summary>Does it. For the holder of an exclusive lock.</summary>
    public async Task<RepairSnapshotsResult> RunAsync(CancellationToken cancellationToken)
    {
        BlobIndex index = await new IndexLoader(context).LoadAsync(onDamage: null, cancellationToken).ConfigureAwait(false);
        BlobWriter writer = new(context, index);
        await using (writer.ConfigureAwait(false))
        {
            await LookAsync(index, writer, cancellationToken).ConfigureAwait(false);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        for (int i = 0; i < _damaged.Count; i++)
        {
            _damaged[i] = await ReplaceAsync(_damaged[i].Snapshot, _damaged[i].Repair, cancellationToken).ConfigureAwait(false);
        }

        await RemoveAsync(cancellationToken).ConfigureAwait(false);
        return Result();
    }

    private async Task LookAsync(BlobIndex index, BlobWriter? writer, CancellationToken cancellationToken)
    {
        List<Snapshot> chosen = await LoadSnapshotsAsync(cancellationToken).ConfigureAwait(false);
        _chosen = chosen.Count + _unreadable.Count;
        List<StoredObject> packs = await context.Storage.ListAsync(ObjectKind.Pack, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        BlobProbe probe = new(context, packs);
        TreeRepair trees = new(index, probe, new StoredChunks(index, probe, options.Chunks), new RepairedTrees(index, probe, writer));
        for (int i = 0; i < chosen.Count; i++)
        {
            Advance(RepairPhase.Snapshots, i, chosen.Count);
            ObjectId? tree = await trees.RepairAsync(chosen[i].Tree, cancellationToken).ConfigureAwait(false);
            Judge(chosen[i], tree, trees.LossesBelow(chosen[i].Tree));
        }
    }

    private void Judge(Snapshot snapshot, ObjectId? tree, List<PathLoss> losses)
    {
        if (tree is null)
        {
            _unreadable.Add(new UnreadableSnapshot(snapshot.Id, $"its tree {snapshot.Tree} can't be read"));
        }
        else if (tree != snapshot.Tree)
        {
            _damaged.Add((snapshot, new RepairedSnapshot(snapshot.Id, FindReplacement(snapshot, tree.Value), tree.Value, losses)));
        }
    }

    /// <summary>Reads all snapshots, for a replacement may be among any of them.</summary>
    /// <returns>The chosen ones in order of their ids.</returns>
    /// <exception cref="ObjectNotFoundException">A chosen one isn't there.</exception>
    private async Task<List<Snapshot>> LoadSnapshotsAsync(CancellationToken cancellationToken)
    {
        HashSet<ObjectId> stored = [];
        await foreach (StoredObject snapshot in context.Storage.ListAsync(ObjectKind.Snapshot, cancellationToken).ConfigureAwait(false))
        {
            stored.Add(snapshot.Name.Id);
            await LoadAsync(snapshot.Name, cancellationToken).ConfigureAwait(false);
        }

        foreach (ObjectId missing in (options.Snapshots ?? []).Where(snapshot => !stored.Contains(snapshot)))
        {
            throw new ObjectNotFoundException(new ObjectName(ObjectKind.Snapshot, missing), context.Storage.Location);
        }

        return [.. _all.Where(snapshot => IsChosen(snapshot.Id)).OrderBy(snapshot => snapshot.Id)];
    }

    /// <summary>Reads a snapshot, twice before it counts as damaged: it may be removed for it.</summary>
    private async Task LoadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        string? problem = await TryLoadAsync(name, cancellationToken).ConfigureAwait(false) is null
            ? null
            : await TryLoadAsync(name, cancellationToken).ConfigureAwait(false);
        if (problem is not null && IsChosen(name.Id))
        {
            _unreadable.Add(new UnreadableSnapshot(name.Id, problem));
        }
    }

    /// <returns>What is wrong with it; null when nothing is.</returns>
    private async Task<string?> TryLoadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte> json = await context.Files.LoadAsync(name, cancellationToken).ConfigureAwait(false);
            _all.Add(JsonFile.Parse(name, json.Span, RepositoryJson.Plain.Snapshot) with { Id = name.Id });
            return null;
        }
        catch (RepositoryDamagedException e)
        {
            return e.Problem;
        }
    }

    private bool IsChosen(ObjectId snapshot) => options.Snapshots?.Contains(snapshot) ?? true;

    /// <summary>What an earlier repair, perhaps one that was interrupted, has put in the snapshot's place.</summary>
    private ObjectId? FindReplacement(Snapshot snapshot, ObjectId tree) =>
        _all.Find(other => other.Id != snapshot.Id && other.Tree == tree && other.Original == OriginalOf(snapshot)
            && other.Time == snapshot.Time && TagsOf(other).SetEquals(TagsOf(snapshot)))?.Id;

    private static HashSet<string> TagsOf(Snapshot snapshot) => [.. (snapshot.Tags ?? []).Where(tag => tag != RepairSnapshotsResult.RepairedTag)];

    private static ObjectId OriginalOf(Snapshot snapshot) => snapshot.Original ?? snapshot.Id;

    private async Task<(Snapshot Snapshot, RepairedSnapshot Repair)> ReplaceAsync(Snapshot snapshot, RepairedSnapshot repair, CancellationToken cancellationToken)
    {
        if (repair.Replacement is not null)
        {
            return (snapshot, repair);
        }

        Snapshot replacement = snapshot with
        {
            Tree = repair.Tree,
            Original = OriginalOf(snapshot),
            Tags = options.Replaced == SnapshotFate.Keep ? [.. (snapshot.Tags ?? []).Append(RepairSnapshotsResult.RepairedTag).Distinct()] : snapshot.Tags,
        };
        byte[] json = JsonFile.Write(new ObjectName(ObjectKind.Snapshot, replacement.Id), replacement, RepositoryJson.Plain.Snapshot);
        return (snapshot, repair with { Replacement = await context.Files.SaveAsync(ObjectKind.Snapshot, json, cancellationToken).ConfigureAwait(false) });
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        List<ObjectId> removed = ToRemove();
        for (int i = 0; i < removed.Count; i++)
        {
            Advance(RepairPhase.Delete, i, removed.Count);
            await context.Storage.DeleteAsync(new ObjectName(ObjectKind.Snapshot, removed[i]), cancellationToken).ConfigureAwait(false);
        }
    }

    private List<ObjectId> ToRemove() =>
    [
        .. _damaged.Where(_ => options.Replaced == SnapshotFate.Remove).Select(damaged => damaged.Snapshot.Id),
        .. _unreadable.Where(_ => options.Unreadable == SnapshotFate.Remove).Select(unreadable => unreadable.Snapshot),
    ];

    private RepairSnapshotsResult Result() => new()
    {
        Snapshots = _chosen,
        Repaired = [.. _damaged.Select(damaged => damaged.Repair)],
        Unreadable = [.. _unreadable.OrderBy(snapshot => snapshot.Snapshot)],
        SnapshotsRemoved = ToRemove().Count,
    };

    private void Advance(RepairPhase phase, long done, long total) => progress?.Report(new RepairProgress(phase, done, total));
}
