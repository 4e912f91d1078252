using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>The secret that a user's authenticator and the state share, sealed in the state.</summary>
internal static class OneTimePasswordSecret
{
    private const string Issuer = "BackupAccess";

    public static byte[] Generate() => RandomNumberGenerator.GetBytes(Totp.SecretSize);

    public static byte[] Seal(StateKey key, ReadOnlySpan<byte> secret, Guid user) => key.Seal(secret, PurposeOf(user.ToString()));

    public static Secret Open(StateKey key, ReadOnlySpan<byte> box, Guid user) => key.Open(box, PurposeOf(user.ToString()));

    /// <summary>What an authenticator takes: typed, or as an <c>otpauth</c> address that is shown as a picture.</summary>
    public static OneTimePasswordEnrollment Show(byte[] secret, string user)
    {
        byte[] text = Base32.Encode(secret);
        byte[] before = Encoding.ASCII.GetBytes($"otpauth://totp/{Issuer}:{Uri.EscapeDataString(user)}?secret=");
        byte[] after = Encoding.ASCII.GetBytes($"&issuer={Issuer}&algorithm=SHA1&digits={Totp.Digits}&period={Totp.StepSeconds}");
        byte[] uri = [.. before, .. text, .. after];
        OneTimePasswordEnrollment shown = new(user, new Secret(text), new Secret(uri));
        CryptographicOperations.ZeroMemory(text);
        CryptographicOperations.ZeroMemory(uri);
        return shown;
    }

    /// <summary>What the secret of the user with that id is sealed for.</summary>
    public static string PurposeOf(string user) => $"one-time password of user {user}";
}
