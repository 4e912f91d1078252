using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>One file of a directory, with its metadata; a link isn't followed, and nothing but a file is stored.</summary>
/// <param name="Name">The file's name, there and in the snapshot.</param>
/// <param name="Folder">The directory. It stays the caller's, who closes it after the backup.</param>
public sealed record SourceFile(FileName Name, DirectoryHandle Folder) : ArchiveSource(Name)
{
    /// <summary>Whose it must be, or null: another's isn't stored.</summary>
    public uint? Owner { get; init; }
}
