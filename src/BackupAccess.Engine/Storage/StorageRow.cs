namespace BackupAccess.Engine.Storage;

/// <summary>A row of the storage table, or what stands for the default storage.</summary>
internal sealed record StorageRow(
    string Name,
    string Kind,
    string Path,
    long ReadOnly,
    long? UploadLimit,
    long? DownloadLimit,
    long Retries,
    long? CreatedAt)
{
    public StorageKind StorageKind => Enum.Parse<StorageKind>(Kind);

    public StorageMode Mode => ReadOnly != 0 ? StorageMode.ReadOnly : StorageMode.ReadWrite;
}
