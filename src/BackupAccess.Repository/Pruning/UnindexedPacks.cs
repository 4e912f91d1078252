using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Pruning;

/// <summary>
/// Packs that lie in the storage without an index that names them: set aside by an earlier prune, or left by a writer
/// that ended before its index. What a snapshot needs and only they have is found in them.
/// </summary>
internal sealed class UnindexedPacks(RepositoryContext context, BlobIndex index, IReadOnlyCollection<StoredObject> packs)
{
    private bool _areRead;

    /// <summary>Adds their blobs to the index, the first time that one is missed.</summary>
    /// <returns>Whether the index knows the blob then.</returns>
    public async Task<bool> TryFindAsync(BlobHandle blob, CancellationToken cancellationToken)
    {
        if (_areRead)
        {
            return false;
        }

        _areRead = true;
        PackHeaderReader reader = new(context);
        foreach (StoredObject pack in packs)
        {
            try
            {
                index.Add(pack.Name.Id, await reader.ReadAsync(pack, cancellationToken).ConfigureAwait(false));
            }
            catch (RepositoryDamagedException)
            {
                // Nobody relies on it: a pack that can't be read holds nothing that could be found.
            }
        }

        return index.Contains(blob);
    }
}
