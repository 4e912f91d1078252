namespace BackupAccess.Repository.Packs;

/// <summary>A writer failed before, and what it was given since its last flush is not in the repository.</summary>
public sealed class WriterFailedException(string location)
    : RepositoryException($"Writing to the repository \"{location}\" failed before; nothing more is taken.");
