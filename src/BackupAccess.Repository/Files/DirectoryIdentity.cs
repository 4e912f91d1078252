using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>What tells a directory from every other, whatever its name: who owns it, where it lies and when it was made.</summary>
/// <param name="Uid">The owner.</param>
/// <param name="Gid">The group.</param>
/// <param name="Device">st_dev of its file system.</param>
/// <param name="Inode">Its number on that file system, which may be used again once the directory is gone.</param>
/// <param name="Birth">When it was made; null where the file system keeps no time of birth.</param>
public sealed record DirectoryIdentity(uint Uid, uint Gid, ulong Device, ulong Inode, FileTime? Birth);
