namespace BackupAccess.Repository.Packs;

/// <summary>
/// Takes the verified content of one blob. Called from several threads at once; <paramref name="content"/> is pooled
/// memory and must not be kept after the call.
/// </summary>
public delegate void BlobConsumer(BlobHandle blob, ReadOnlySpan<byte> content);
