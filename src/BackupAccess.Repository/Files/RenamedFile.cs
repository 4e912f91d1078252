namespace BackupAccess.Repository.Files;

/// <summary>A file or directory that was restored beside a live one.</summary>
/// <param name="Path">Where it belongs, below the tree restored.</param>
/// <param name="Name">The name that it got instead.</param>
public sealed record RenamedFile(string Path, string Name);
