namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Whether a directory of the target was there before the restore.</summary>
internal enum RestoreDirectoryState
{
    Made,
    Live,
}
