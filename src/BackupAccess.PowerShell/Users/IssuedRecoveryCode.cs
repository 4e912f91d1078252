namespace BackupAccess.PowerShell.Users;

/// <summary>A recovery code just made, good for one sign-in without the authenticator: the only time it is seen.</summary>
/// <param name="Code">A SecureString, or a string where plain text was asked for.</param>
public sealed record IssuedRecoveryCode(string User, object Code)
{
    // The record's own would print a plain code.
    public override string ToString() => User;
}
