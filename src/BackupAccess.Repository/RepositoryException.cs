namespace BackupAccess.Repository;

/// <summary>Root of everything that the repository refuses or fails with. Messages name the object, never a secret.</summary>
public abstract class RepositoryException(string message, Exception? inner = null) : Exception(message, inner);
