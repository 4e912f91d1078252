using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Pruning;

/// <summary>What becomes of each pack. Pure: from what is needed of them and the options.</summary>
internal sealed class PrunePlan
{
    /// <summary>A pack below a quarter of what one should hold is small.</summary>
    private const int SmallSize = OpenPack.TargetSize / 4;

    private readonly List<PackUse> _keep = [];
    private readonly List<PackUse> _repack = [];
    private readonly List<PackUse> _drop = [];

    private PrunePlan()
    {
    }

    /// <summary>Packs that stay as they are.</summary>
    public IReadOnlyList<PackUse> Keep => _keep;

    /// <summary>Packs whose needed blobs go into new packs.</summary>
    public IReadOnlyList<PackUse> Repack => _repack;

    /// <summary>Packs of which nothing is needed.</summary>
    public IReadOnlyList<PackUse> Drop => _drop;

    /// <param name="packs">Every pack of which something is known.</param>
    /// <param name="options">What may stay.</param>
    /// <param name="canCompress">Whether this repository on this machine takes compressed blobs.</param>
    public static PrunePlan Make(IEnumerable<PackUse> packs, PruneOptions options, bool canCompress)
    {
        PrunePlan plan = new();
        List<PackUse> wasteful = [];
        foreach (PackUse pack in packs.OrderBy(pack => pack.Pack))
        {
            List<PackUse> fate = pack.Needed.Count == 0 ? plan._drop
                : MustRepack(pack, options, canCompress) ? plan._repack
                : pack.UnusedBytes > 0 ? wasteful
                : plan._keep;
            fate.Add(pack);
        }

        plan.RepackWaste(wasteful, options.MaxUnusedPercent);
        plan.MergeSmall(BlobType.Data);
        plan.MergeSmall(BlobType.Tree);
        return plan;
    }

    /// <summary>Packs of both kinds slow down every walk, and tree packs with waste too; they are few.</summary>
    private static bool MustRepack(PackUse pack, PruneOptions options, bool canCompress) =>
        pack.Type is null
        || (pack.Type == BlobType.Tree && pack.UnusedBytes > 0)
        || (options.Repack == RepackScope.Uncompressed && canCompress && pack.Needed.Exists(blob => !blob.IsCompressed));

    /// <summary>Takes the packs with the largest share of waste apart until what stays is within the limit.</summary>
    private void RepackWaste(List<PackUse> wasteful, double maxUnusedPercent)
    {
        long used = _keep.Concat(_repack).Concat(wasteful).Sum(pack => pack.UsedBytes);
        double allowed = maxUnusedPercent / (100 - maxUnusedPercent) * used;
        long unused = wasteful.Sum(pack => pack.UnusedBytes);
        foreach (PackUse pack in wasteful.OrderByDescending(pack => pack.UnusedShare))
        {
            bool isTooMuch = unused > allowed;
            (isTooMuch ? _repack : _keep).Add(pack);
            unused -= isTooMuch ? pack.UnusedBytes : 0;
        }
    }

    /// <summary>Every backup leaves a pack that isn't full; several become one, also with what is repacked anyway.</summary>
    private void MergeSmall(BlobType type)
    {
        List<PackUse> small = _keep.FindAll(pack => pack.Type == type && pack.Size < SmallSize);
        if (small.Count > 1 || (small.Count == 1 && _repack.Exists(pack => pack.Type == type)))
        {
            _keep.RemoveAll(small.Contains);
            _repack.AddRange(small);
        }
    }
}
