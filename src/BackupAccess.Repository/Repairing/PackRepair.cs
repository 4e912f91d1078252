using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Repairing;

/// <summary>
/// Replaces damaged packs by what is left of them. Copies are durable with their index before the index objects that name
/// the damaged packs are deleted, and those before the packs are: at every moment an index names each blob that can be had.
/// </summary>
internal sealed class PackRepair(RepositoryContext context, RepairPacksOptions options, IProgress<RepairProgress>? progress)
{
    private readonly BlobIndex _proven = new();
    private readonly BlobIndex _salvageable = new();
    private readonly Dictionary<ObjectId, List<PackedBlob>> _salvage = [];
    private PackSurvey _survey = null!;
    private Dictionary<ObjectId, List<PackedBlob>> _held = null!;
    private List<ExaminedPack> _examined = null!;
    private List<ExaminedPack> _damaged = null!;

    /// <summary>Looks at everything and changes nothing.</summary>
    public async Task<RepairPacksResult> PlanAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        return Result(new IndexRewrite(_survey, _held));
    }

    /// <summary>Does it. For the holder of an exclusive lock.</summary>
    public async Task<RepairPacksResult> RunAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        await SalvageAsync(cancellationToken).ConfigureAwait(false);
        IndexRewrite rewrite = new(_survey, _held);
        await rewrite.RunAsync(context, progress, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < _damaged.Count; i++)
        {
            Advance(RepairPhase.Delete, i, _damaged.Count);
            await context.Storage.DeleteAsync(new ObjectName(ObjectKind.Pack, _damaged[i].Pack), cancellationToken).ConfigureAwait(false);
        }

        return Result(rewrite);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        _survey = await PackSurvey.MakeAsync(context, IndexSource.PacksAndIndex, progress, cancellationToken).ConfigureAwait(false);
        List<StoredObject> chosen = [.. _survey.Packs.Where(pack => options.Packs?.Contains(pack.Name.Id) ?? true)];
        _examined = await new PackExaminer(context, _survey).ExamineAsync(chosen, progress, cancellationToken).ConfigureAwait(false);
        _damaged = _examined.FindAll(pack => pack.Problem is not null);
        _held = new(_survey.Held);
        foreach (ExaminedPack pack in _examined)
        {
            _held.Remove(pack.Pack);
            if (pack.Problem is null && pack.Whole.Count > 0)
            {
                _held.Add(pack.Pack, pack.Whole);
                _proven.Add(pack.Pack, pack.Whole);
            }
        }

        ChooseSalvage();
    }

    /// <summary>Of what damaged packs still have, each blob once that no pack proven whole has.</summary>
    private void ChooseSalvage()
    {
        foreach (ExaminedPack pack in _damaged)
        {
            List<PackedBlob> blobs = [];
            foreach (PackedBlob blob in pack.Whole.Where(blob => !_proven.Contains(blob.Handle) && !_salvageable.Contains(blob.Handle)))
            {
                _salvageable.Add(pack.Pack, [blob]);
                blobs.Add(blob);
            }

            if (blobs.Count > 0)
            {
                _salvage.Add(pack.Pack, blobs);
            }
        }
    }

    private async Task SalvageAsync(CancellationToken cancellationToken)
    {
        int done = 0;
        List<PackUse> packs = [.. _salvage.Select(pack => new PackUse(
            pack.Key, pack.Value, pack.Value.Sum(blob => (long)blob.Length), UnusedBytes: 0, Type: null, IsIndexed: true))];
        await new Repacker(context, _salvageable, RepackScope.Waste).RepackAsync(
            packs, () => Advance(RepairPhase.Salvage, Interlocked.Increment(ref done), packs.Count), cancellationToken).ConfigureAwait(false);
    }

    private RepairPacksResult Result(IndexRewrite rewrite) => new()
    {
        PacksRead = _examined.Count,
        PacksDamaged = [.. _damaged.Select(pack => new DamagedPack(pack.Pack, pack.Problem!, pack.Whole.Count, pack.Damaged.Count))],
        PacksMissing = _survey.Missing,
        BlobsSalvaged = _salvage.Values.Sum(blobs => blobs.Count),
        BytesSalvaged = _salvage.Values.Sum(blobs => blobs.Sum(blob => (long)blob.Length)),
        BlobsLost = Lost(),
        IndexObjectsRemoved = rewrite.Removed,
        IndexObjectsWritten = rewrite.Written,
    };

    private List<BlobHandle> Lost()
    {
        HashSet<BlobHandle> lost = [.. _survey.Named.Values.SelectMany(blobs => blobs).Concat(_damaged.SelectMany(pack => pack.Damaged)).Select(blob => blob.Handle)];
        lost.ExceptWith(_held.Values.SelectMany(blobs => blobs).Concat(_salvage.Values.SelectMany(blobs => blobs)).Select(blob => blob.Handle));
        return [.. lost.OrderBy(blob => blob.Type).ThenBy(blob => blob.Id)];
    }

    private void Advance(RepairPhase phase, long done, long total) => progress?.Report(new RepairProgress(phase, done, total));
}
