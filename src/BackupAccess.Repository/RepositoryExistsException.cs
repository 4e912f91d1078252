namespace BackupAccess.Repository;

/// <summary>A repository, or what is left of one, is at the place where one was to be made.</summary>
public sealed class RepositoryExistsException(string location)
    : RepositoryException($"A repository is at \"{location}\" already.");
