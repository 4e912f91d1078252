using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>A directory to back up as one item: the snapshot's tree has a directory of that name with its metadata and content.</summary>
/// <param name="Name">The item's name, as <c>HomeDirectory</c>; the snapshot's path is a slash and it.</param>
/// <param name="Root">The directory. It stays the caller's, who closes it after the backup.</param>
/// <param name="Excludes">What is left out, or null.</param>
public sealed record SourceTree(FileName Name, DirectoryHandle Root, IExcludeRules? Excludes) : ArchiveSource(Name);
