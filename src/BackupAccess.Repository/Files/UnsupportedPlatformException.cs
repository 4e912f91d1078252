namespace BackupAccess.Repository.Files;

/// <summary>Files are read and written through Linux calls; this system is another.</summary>
public sealed class UnsupportedPlatformException()
    : RepositoryException("Files can be backed up and restored on Linux only.");
