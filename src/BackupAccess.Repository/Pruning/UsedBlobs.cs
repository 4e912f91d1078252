using System.Collections;
using BackupAccess.Repository.Index;

namespace BackupAccess.Repository.Pruning;

/// <summary>Which blobs of an index snapshots need: one bit a blob. For one thread at a time.</summary>
internal sealed class UsedBlobs(BlobIndex index)
{
    private readonly BitArray _used = new(index.Count);

    public bool Contains(BlobHandle blob) => index.NumberOf(blob) is var number && number >= 0 && number < _used.Length && _used[number];

    /// <summary>Marks a blob that the index knows.</summary>
    /// <returns>Whether it wasn't marked before.</returns>
    public bool Mark(BlobHandle blob)
    {
        int number = index.NumberOf(blob);
        _used.Length = Math.Max(_used.Length, index.Count);
        bool isNew = !_used[number];
        _used[number] = true;
        return isNew;
    }
}
