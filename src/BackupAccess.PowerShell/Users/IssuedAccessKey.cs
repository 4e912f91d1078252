
namespace BackupAccess.PowerShell.Users;

/// <summary>An access key just made: the only time its secret is seen.</summary>
/// <param name="SecretAccessKey">A SecureString, or a string where plain text was asked for.</param>
/// <param name="Until">When the key expires; null for never.</param>
public sealed record IssuedAccessKey(string AccessKeyId, object SecretAccessKey, string User, DateTimeOffset? Until)
{
    // The record's own would print a plain secret.
    public override string ToString() => AccessKeyId;
}
