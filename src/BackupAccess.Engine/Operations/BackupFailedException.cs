namespace BackupAccess.Engine.Operations;

/// <summary>The repository or the file system failed underneath a backup, browse or restore.</summary>
/// <param name="errorId"><c>RepositoryDamaged</c>, <c>RepositoryLocked</c>, <c>StorageFailed</c>, <c>StorageFull</c>, <c>StorageReadOnly</c>, <c>FileSystemFailed</c>, <c>SourceUnavailable</c>, <c>DestinationUnavailable</c>, <c>ChecksumMismatch</c>, <c>ControllerFailed</c>, <c>KeyCommandFailed</c> or <c>UnsupportedPlatform</c>.</param>
public sealed class BackupFailedException(string errorId, string message, Exception? inner = null) : EngineException(errorId, message, inner);
