using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>What a backup stores under a name: a <see cref="SourceTree"/>, a <see cref="SourceFile"/>, a <see cref="SourceStream"/>, or a <see cref="SourceFolder"/> of such.</summary>
/// <param name="Name">Its name in the snapshot.</param>
public abstract record ArchiveSource(FileName Name);
