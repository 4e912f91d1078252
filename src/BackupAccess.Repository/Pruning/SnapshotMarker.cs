using System.Collections.Concurrent;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Pruning;

/// <summary>Walks the trees of snapshots, each tree once, and marks what they need.</summary>
/// <param name="context">The repository.</param>
/// <param name="index">Where blobs lie.</param>
/// <param name="unindexed">Packs that no index names, to be asked for what the index lacks.</param>
internal sealed class SnapshotMarker(RepositoryContext context, BlobIndex index, UnindexedPacks unindexed)
{
    private readonly BlobReader _reader = new(context, index);

    public UsedBlobs Used { get; } = new(index);

    /// <exception cref="RepositoryDamagedException">The snapshot needs something that isn't there.</exception>
    public async Task MarkAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        List<BlobHandle> level = [];
        await MarkAsync(snapshot, new BlobHandle(BlobType.Tree, snapshot.Tree), level, cancellationToken).ConfigureAwait(false);
        while (level.Count > 0)
        {
            level = await MarkLevelAsync(snapshot, level, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<BlobHandle>> MarkLevelAsync(Snapshot snapshot, List<BlobHandle> trees, CancellationToken cancellationToken)
    {
        ConcurrentBag<TreeReferences> read = [];
        await _reader.ReadAsync(trees, (blob, content) => read.Add(TreeReferences.Read(content, blob.Id)), cancellationToken).ConfigureAwait(false);

        List<BlobHandle> next = [];
        foreach (TreeReferences tree in read)
        {
            foreach (ObjectId chunk in tree.Chunks)
            {
                await MarkAsync(snapshot, new BlobHandle(BlobType.Data, chunk), next: null, cancellationToken).ConfigureAwait(false);
            }

            foreach (ObjectId subtree in tree.Subtrees)
            {
                await MarkAsync(snapshot, new BlobHandle(BlobType.Tree, subtree), next, cancellationToken).ConfigureAwait(false);
            }
        }

        return next;
    }

    private async ValueTask MarkAsync(Snapshot snapshot, BlobHandle blob, List<BlobHandle>? next, CancellationToken cancellationToken)
    {
        if (!index.Contains(blob) && !await unindexed.TryFindAsync(blob, cancellationToken).ConfigureAwait(false))
        {
            throw new RepositoryDamagedException($"snapshot {snapshot.Id}", $"it needs {blob}, and no index names a pack that holds it");
        }

        if (Used.Mark(blob))
        {
            next?.Add(blob);
        }
    }
}
