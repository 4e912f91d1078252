namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>A row of the table of one-time passwords.</summary>
/// <param name="SealedSecret">The secret in force; null while the first one is pending.</param>
/// <param name="UsedStep">The time step of the last code taken.</param>
internal sealed record OneTimePasswordRow(string UserId, byte[]? SealedSecret, long UsedStep, byte[]? PendingSecret, long? PendingAt);
