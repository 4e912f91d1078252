
namespace BackupAccess.PowerShell.Accounts;

/// <summary>What opens an account's repository with a stock restic.</summary>
/// <param name="Account">As <c>web01/alice</c>.</param>
/// <param name="Repository">The repository's location.</param>
/// <param name="Password">A SecureString, or a string where plain text was asked for.</param>
public sealed record EncryptionKey(string Account, string Repository, object Password)
{
    // The record's own would print a plain password.
    public override string ToString() => Account;
}
