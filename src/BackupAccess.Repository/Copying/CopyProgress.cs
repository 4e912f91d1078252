namespace BackupAccess.Repository.Copying;

/// <summary>How far a copy is.</summary>
/// <param name="SnapshotsDone">Snapshots that the destination has, by this copy or before it.</param>
/// <param name="SnapshotsTotal">Of how many asked for.</param>
/// <param name="BlobsCopied">Blobs written so far.</param>
/// <param name="BytesCopied">Their plain size.</param>
public readonly record struct CopyProgress(int SnapshotsDone, int SnapshotsTotal, long BlobsCopied, long BytesCopied);
