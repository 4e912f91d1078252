namespace BackupAccess.Repository.Files.Linux;

/// <summary>Tells a file from every other that is there at the time.</summary>
/// <param name="FileSystem">st_dev.</param>
/// <param name="Inode">st_ino.</param>
internal readonly record struct FileIdentity(ulong FileSystem, ulong Inode);
