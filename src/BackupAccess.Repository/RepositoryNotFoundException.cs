namespace BackupAccess.Repository;

/// <summary>There is no repository at the place named.</summary>
public sealed class RepositoryNotFoundException(string location)
    : RepositoryException($"There is no repository at \"{location}\".");
