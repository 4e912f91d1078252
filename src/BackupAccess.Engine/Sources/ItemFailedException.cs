namespace BackupAccess.Engine.Sources;

/// <summary>One item of a backup or a restore failed; the others go on. The message is a sentence, and a tool's own where a tool failed.</summary>
internal sealed class ItemFailedException(string message, Exception? inner = null) : Exception(message, inner);
