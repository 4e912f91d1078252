using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Copying;

/// <summary>
/// Copies snapshots with all they need from one repository into another, as restic's copy. The caller holds a shared
/// lock on both, and has loaded both indexes since.
/// <para>
/// Files aren't cut anew: where the repositories' chunker polynomials differ, what is copied and what is backed up into
/// the destination itself share no chunks of large files, which may take their room twice.
/// <see cref="RepositoryOptions.ChunkerPolynomial"/> makes a destination that cuts as the source does.
/// </para>
/// </summary>
/// <param name="source">What is read.</param>
/// <param name="destination">What is added to.</param>
public sealed class SnapshotCopier(ResticRepository source, ResticRepository destination)
{
    /// <summary>
    /// Copies the snapshots in turn, each saved when all it needs is durable. One that the destination has, as a copy or
    /// as what the source's was copied from, isn't copied again. Ended anywhere, it leaves whole snapshots only.
    /// </summary>
    /// <param name="snapshots">Snapshots of the source, as they were listed.</param>
    /// <param name="progress">Told now and then; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work; what was saved stays.</param>
    /// <exception cref="RepositoryDamagedException">
    /// Something that a snapshot needs is missing or damaged in the source. The snapshots before it are copied.
    /// </exception>
    /// <exception cref="StorageException">One of the storages failed, or the source's lacks a snapshot or a pack.</exception>
    public async Task<CopyResult> CopyAsync(IReadOnlyList<Snapshot> snapshots, IProgress<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        SnapshotOrigins origins = await SnapshotOrigins.LoadAsync(destination, cancellationToken).ConfigureAwait(false);
        BlobWriter writer = destination.OpenWriter();
        await using (writer.ConfigureAwait(false))
        {
            BlobCopy blobs = new(source, destination, writer);
            List<CopiedSnapshot> copied = [];
            foreach (Snapshot snapshot in snapshots)
            {
                Report();
                copied.Add(origins.Find(snapshot) is Snapshot present
                    ? new CopiedSnapshot(snapshot.Id, present.Id, WasThere: true)
                    : new CopiedSnapshot(snapshot.Id, await CopyAsync(snapshot.Id, blobs, origins, Report, cancellationToken).ConfigureAwait(false), WasThere: false));
            }

            Report();
            return new CopyResult { Snapshots = copied, BlobsCopied = blobs.Blobs, BytesCopied = blobs.Bytes, BytesStored = blobs.StoredBytes };

            void Report() => progress?.Report(new CopyProgress(copied.Count, snapshots.Count, blobs.Blobs, blobs.Bytes));
        }
    }

    private async Task<ObjectId> CopyAsync(ObjectId id, BlobCopy blobs, SnapshotOrigins origins, Action onBatch, CancellationToken cancellationToken)
    {
        (Snapshot snapshot, ReadOnlyMemory<byte> json) = await source.LoadSnapshotJsonAsync(id, cancellationToken).ConfigureAwait(false);
        await blobs.CopyAsync(snapshot, onBatch, cancellationToken).ConfigureAwait(false);
        ObjectId origin = SnapshotOrigins.Of(snapshot);
        ObjectId copy = await destination.SaveSnapshotJsonAsync(SnapshotJson.Copy(json, origin), cancellationToken).ConfigureAwait(false);
        origins.Add(snapshot with { Id = copy, Original = origin, Parent = null });
        return copy;
    }
}
