using System.Collections.Concurrent;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Copying;

/// <summary>
/// Copies what snapshots need. Every tree is read once, for its references, whether the destination has it or not: it may
/// have a tree of a copy that was cut off. Of data only what the destination lacks is read.
/// </summary>
internal sealed class BlobCopy(ResticRepository source, ResticRepository destination, BlobWriter writer)
{
    private const int BatchBlobs = 8192;
    private const long BatchBytes = 256L << 20;

    private readonly UsedBlobs _seen = new(source.Index);
    private readonly List<BlobHandle> _pending = [];
    private long _pendingBytes;
    private long _blobs;
    private long _bytes;
    private long _storedBytes;

    /// <summary>Blobs written so far.</summary>
    public long Blobs => Interlocked.Read(ref _blobs);

    /// <summary>Their plain size.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Their size in packs.</summary>
    public long StoredBytes => Interlocked.Read(ref _storedBytes);

    /// <summary>When this returns, all that the snapshot needs is durable in the destination.</summary>
    /// <param name="snapshot">The source's.</param>
    /// <param name="onBatch">Called now and then.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RepositoryDamagedException">Something that the snapshot needs is missing or damaged.</exception>
    public async Task CopyAsync(Snapshot snapshot, Action onBatch, CancellationToken cancellationToken)
    {
        List<BlobHandle> level = [];
        See(snapshot, new BlobHandle(BlobType.Tree, snapshot.Tree), level);
        while (level.Count > 0)
        {
            List<BlobHandle> next = [];
            foreach (BlobHandle[] trees in level.Chunk(BatchBlobs))
            {
                await CopyTreesAsync(snapshot, trees, next, onBatch, cancellationToken).ConfigureAwait(false);
            }

            level = next;
        }

        await CopyPendingAsync(onBatch, cancellationToken).ConfigureAwait(false);
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyTreesAsync(Snapshot snapshot, BlobHandle[] trees, List<BlobHandle> next, Action onBatch, CancellationToken cancellationToken)
    {
        ConcurrentBag<(ObjectId[] Subtrees, ObjectId[] Chunks)> read = [];
        await source.ReadBlobsAsync(trees, (blob, content) =>
        {
            read.Add(ReferencesOf(Tree.Parse(content, blob.Id), blob));
            Save(blob, content);
        }, cancellationToken).ConfigureAwait(false);
        onBatch();

        foreach ((ObjectId[] subtrees, ObjectId[] chunks) in read)
        {
            foreach (ObjectId subtree in subtrees)
            {
                See(snapshot, new BlobHandle(BlobType.Tree, subtree), next);
            }

            foreach (ObjectId chunk in chunks)
            {
                See(snapshot, new BlobHandle(BlobType.Data, chunk), _pending);
                if (_pending.Count >= BatchBlobs || _pendingBytes >= BatchBytes)
                {
                    await CopyPendingAsync(onBatch, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>The trees below a tree, and the chunks of its files that the destination lacks.</summary>
    private (ObjectId[] Subtrees, ObjectId[] Chunks) ReferencesOf(Tree tree, BlobHandle blob)
    {
        if (tree.Nodes.FirstOrDefault(node => node.Type == NodeType.Dir && node.Subtree is null) is Node directory)
        {
            throw new RepositoryDamagedException($"{blob}", $"its directory \"{directory.Name}\" has no tree");
        }

        return (
            [.. tree.Nodes.Where(node => node.Subtree is not null).Select(node => node.Subtree!.Value)],
            [.. tree.Nodes.SelectMany(node => node.Content ?? []).Where(chunk => !destination.Contains(new BlobHandle(BlobType.Data, chunk)))]);
    }

    /// <summary>Adds a blob that wasn't seen before to what will be read.</summary>
    private void See(Snapshot snapshot, BlobHandle blob, List<BlobHandle> toRead)
    {
        if (!source.TryLocate(blob, out BlobLocation location))
        {
            throw new RepositoryDamagedException($"snapshot {snapshot.Id}", $"it needs {blob}, and no index names a pack that holds it");
        }

        if (_seen.Mark(blob))
        {
            toRead.Add(blob);
            _pendingBytes += blob.Type == BlobType.Data ? location.Length : 0;
        }
    }

    private async Task CopyPendingAsync(Action onBatch, CancellationToken cancellationToken)
    {
        await source.ReadBlobsAsync(_pending, Save, cancellationToken).ConfigureAwait(false);
        _pending.Clear();
        _pendingBytes = 0;
        onBatch();
    }

    private void Save(BlobHandle blob, ReadOnlySpan<byte> content)
    {
        BlobSave save = writer.Save(blob.Type, content);
        if (save.IsNew)
        {
            Interlocked.Increment(ref _blobs);
            Interlocked.Add(ref _bytes, content.Length);
            Interlocked.Add(ref _storedBytes, save.StoredLength);
        }
    }
}
