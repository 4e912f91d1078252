namespace BackupAccess.Repository.Files;

/// <summary>Others than those trusted could have put a file where it is, or changed it.</summary>
public sealed class UntrustedFileException(string message) : Exception(message);
