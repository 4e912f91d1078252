namespace BackupAccess.Engine.Operations;

/// <summary>The encryption key that a caller presents doesn't open the account's backups.</summary>
/// <param name="errorId"><c>EncryptionKeyRequired</c>, <c>WrongEncryptionKey</c> or <c>TooManyWrongKeys</c>.</param>
public sealed class EncryptionKeyException(string errorId, string message) : EngineException(errorId, message)
{
    /// <summary>When the next key is looked at, after <c>TooManyWrongKeys</c>; else null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
