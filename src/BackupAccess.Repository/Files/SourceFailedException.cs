namespace BackupAccess.Repository.Files;

/// <summary>What makes a file's content failed; the message is a sentence for people.</summary>
public sealed class SourceFailedException(string message, Exception? inner = null) : RepositoryException(message, inner);
