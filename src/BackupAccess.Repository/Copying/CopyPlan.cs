using System.Collections.Concurrent;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Copying;

/// <summary>What copying a snapshot would do.</summary>
/// <param name="Destination">The same snapshot in the destination; null where it isn't there yet.</param>
/// <param name="Blobs">Blobs that the destination lacks.</param>
/// <param name="BytesStored">Their size as they lie in the source's packs; about what they will take in the destination's.</param>
public sealed record CopyPlan(ObjectId? Destination, long Blobs, long BytesStored)
{
    private const int BatchBlobs = 8192;

    /// <summary>Reads the snapshot's trees in the source, each once, and changes nothing.</summary>
    /// <param name="source">What is read, its index loaded.</param>
    /// <param name="destination">What would be added to, its index loaded; null for a repository that isn't there yet.</param>
    /// <param name="snapshot">One of the source's.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RepositoryDamagedException">Something that the snapshot needs is missing or damaged in the source.</exception>
    public static async Task<CopyPlan> MakeAsync(ResticRepository source, ResticRepository? destination, Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(snapshot);
        Snapshot? present = destination is null
            ? null
            : (await SnapshotOrigins.LoadAsync(destination, cancellationToken).ConfigureAwait(false)).Find(snapshot);
        if (present is not null)
        {
            return new CopyPlan(present.Id, 0, 0);
        }

        CopyPlan plan = new(Destination: null, 0, 0);
        UsedBlobs seen = new(source.Index);
        List<BlobHandle> level = [];
        See(new BlobHandle(BlobType.Tree, snapshot.Tree), level);
        while (level.Count > 0)
        {
            List<BlobHandle> next = [];
            foreach (BlobHandle[] trees in level.Chunk(BatchBlobs))
            {
                ConcurrentBag<TreeReferences> read = [];
                await source.ReadBlobsAsync(trees, (blob, content) => read.Add(TreeReferences.Read(content, blob.Id)), cancellationToken).ConfigureAwait(false);
                foreach (TreeReferences tree in read)
                {
                    tree.Subtrees.ToList().ForEach(subtree => See(new BlobHandle(BlobType.Tree, subtree), next));
                    tree.Chunks.ToList().ForEach(chunk => See(new BlobHandle(BlobType.Data, chunk), next: null));
                }
            }

            level = next;
        }

        return plan;

        void See(BlobHandle blob, List<BlobHandle>? next)
        {
            if (!source.TryLocate(blob, out BlobLocation location))
            {
                throw new RepositoryDamagedException($"snapshot {snapshot.Id}", $"it needs {blob}, and no index names a pack that holds it");
            }

            if (seen.Mark(blob))
            {
                next?.Add(blob);
                bool isLacking = destination?.Contains(blob) != true;
                plan = isLacking ? plan with { Blobs = plan.Blobs + 1, BytesStored = plan.BytesStored + location.Length } : plan;
            }
        }
    }
}
