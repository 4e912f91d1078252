namespace BackupAccess.PowerShell.Users;

/// <summary>A one-time password that waits for its first code: the only time its secret is seen.</summary>
/// <param name="Secret">In base 32: a SecureString, or a string where plain text was asked for.</param>
/// <param name="Uri">The same as an <c>otpauth</c> address.</param>
public sealed record IssuedOneTimePassword(string User, object Secret, object Uri)
{
    // The record's own would print a plain secret.
    public override string ToString() => User;
}
