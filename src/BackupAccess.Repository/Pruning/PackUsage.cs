using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Pruning;

/// <summary>Tells of every pack how much of it is needed; a blob that has several places is needed at one of them.</summary>
internal sealed class PackUsage
{
    private readonly Dictionary<ObjectId, List<PackedBlob>> _packs;
    private readonly UsedBlobs _used;
    private readonly Dictionary<ObjectId, long> _stored;
    private readonly HashSet<BlobHandle> _duplicates;
    private readonly Dictionary<BlobHandle, BlobLocation> _keepers = [];

    private PackUsage(BlobIndex index, UsedBlobs used, IEnumerable<StoredObject> stored)
    {
        _packs = index.ListPacks();
        _duplicates = index.ListDuplicates();
        _used = used;
        _stored = stored.ToDictionary(pack => pack.Name.Id, pack => pack.Size);
    }

    /// <param name="index">Where blobs lie, recovered packs included.</param>
    /// <param name="used">What snapshots need.</param>
    /// <param name="stored">The packs that are there.</param>
    /// <param name="indexed">The packs that the index named before.</param>
    /// <exception cref="RepositoryDamagedException">A pack that is needed isn't there, or isn't as long as it should be.</exception>
    public static List<PackUse> Of(BlobIndex index, UsedBlobs used, IEnumerable<StoredObject> stored, IReadOnlySet<ObjectId> indexed)
    {
        PackUsage usage = new(index, used, stored);
        usage.ChooseKeepers();
        return [.. usage._packs.Select(pack => usage.Measure(pack.Key, pack.Value, indexed.Contains(pack.Key)))];
    }

    /// <summary>Of the whole packs that have a blob, the one with most that is used keeps it.</summary>
    private void ChooseKeepers()
    {
        var holders = _packs.Where(pack => pack.Value.Exists(blob => _duplicates.Contains(blob.Handle)) && IsWhole(pack.Key, pack.Value));
        foreach ((ObjectId pack, List<PackedBlob> blobs) in holders.OrderByDescending(pack => UsedBytes(pack.Value)).ThenBy(pack => pack.Key))
        {
            foreach (PackedBlob blob in blobs.Where(blob => _duplicates.Contains(blob.Handle)))
            {
                _keepers.TryAdd(blob.Handle, blob.In(pack));
            }
        }
    }

    private long UsedBytes(List<PackedBlob> blobs) => blobs.Where(blob => _used.Contains(blob.Handle)).Sum(blob => (long)blob.Length);

    private bool IsWhole(ObjectId pack, List<PackedBlob> blobs) =>
        _stored.TryGetValue(pack, out long size) && size == blobs.Sum(blob => (long)blob.Length) + PackHeader.SizeFor(blobs);

    private PackUse Measure(ObjectId pack, List<PackedBlob> blobs, bool isIndexed)
    {
        bool isWhole = IsWhole(pack, blobs);
        List<PackedBlob> needed = [.. blobs.Where(blob => _used.Contains(blob.Handle) && IsKept(pack, blob, isWhole))];
        long used = needed.Sum(blob => (long)blob.Length);
        BlobType? type = blobs.Count > 0 && blobs.TrueForAll(blob => blob.Handle.Type == blobs[0].Handle.Type) ? blobs[0].Handle.Type : null;
        return new PackUse(pack, needed, used, blobs.Sum(blob => (long)blob.Length) - used, type, isIndexed);
    }

    private bool IsKept(ObjectId pack, PackedBlob blob, bool isWhole)
    {
        bool isElsewhere = _keepers.TryGetValue(blob.Handle, out BlobLocation keeper) && keeper != blob.In(pack);
        return !isElsewhere && (isWhole ? true : throw new RepositoryDamagedException(
            $"pack {pack}", _stored.ContainsKey(pack) ? "it isn't as long as it should be, and it is needed" : "it isn't there, and it is needed"));
    }
}
