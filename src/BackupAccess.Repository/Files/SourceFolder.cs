using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>A folder that is nowhere but in the snapshot, for its owner alone. Where nothing of its content could be stored it is left out.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Content">What is in it, each under a name of its own.</param>
public sealed record SourceFolder(FileName Name, IReadOnlyList<ArchiveSource> Content) : ArchiveSource(Name);
