namespace BackupAccess.Repository;

/// <summary>No key of the repository opens with the password given.</summary>
public sealed class WrongPasswordException(string location)
    : RepositoryException($"The password opens no key of the repository \"{location}\".");
