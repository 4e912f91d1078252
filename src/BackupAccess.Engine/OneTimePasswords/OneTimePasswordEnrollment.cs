using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>A one-time password that waits for its first code: the only time its secret is seen.</summary>
/// <param name="Secret">In base 32, to be typed into an authenticator.</param>
/// <param name="Uri">The same as an <c>otpauth</c> address.</param>
public sealed record OneTimePasswordEnrollment(string User, Secret Secret, Secret Uri);
