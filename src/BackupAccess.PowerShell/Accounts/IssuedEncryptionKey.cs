using BackupAccess.Engine.Encryption;

namespace BackupAccess.PowerShell.Accounts;

/// <summary>Who keeps an account's encryption key now; one that its owner keeps is seen this once.</summary>
/// <param name="Account">As <c>web01/alice</c>.</param>
/// <param name="Location">Who keeps it.</param>
/// <param name="EncryptionKey">A SecureString, or a string where plain text was asked for; null where the engine keeps the key.</param>
public sealed record IssuedEncryptionKey(string Account, KeyLocation Location, object? EncryptionKey)
{
    // The record's own would print a plain key.
    public override string ToString() => Account;
}
