namespace BackupAccess.Repository.Files;

/// <summary>How far a backup is. Nothing is counted ahead, so there is no whole to compare with.</summary>
/// <param name="Files">Files done, read or found unchanged.</param>
/// <param name="Directories">Directories done.</param>
/// <param name="Bytes">Size of the files done and of what is read of others, in bytes.</param>
/// <param name="Problems">Problems so far.</param>
public readonly record struct ArchiveProgress(long Files, long Directories, long Bytes, int Problems);
