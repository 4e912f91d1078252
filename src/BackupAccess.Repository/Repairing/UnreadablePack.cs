namespace BackupAccess.Repository.Repairing;

/// <summary>A pack whose list of blobs can't be read.</summary>
/// <param name="Problem">What is wrong with it, without a full stop.</param>
/// <param name="BlobsKept">Blobs that an index object named in it and that open all the same: the index goes on naming them.</param>
public sealed record UnreadablePack(ObjectId Pack, string Problem, int BlobsKept);
