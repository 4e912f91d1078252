namespace BackupAccess.Repository.Repairing;

/// <summary>A pack that isn't what was written.</summary>
/// <param name="Problem">What is wrong with it, without a full stop.</param>
/// <param name="BlobsWhole">Blobs in it that open.</param>
/// <param name="BlobsDamaged">Blobs that should be in it and don't open.</param>
public sealed record DamagedPack(ObjectId Pack, string Problem, int BlobsWhole, int BlobsDamaged);
