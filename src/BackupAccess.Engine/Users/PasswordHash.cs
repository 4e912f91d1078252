using System.Globalization;
using System.Security.Cryptography;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Crypto;

namespace BackupAccess.Engine.Users;

/// <summary>
/// Passwords as kept: scrypt (RFC 7914) with N=2^15, r=8, p=3, one of the settings of OWASP's password storage cheat
/// sheet, as <c>$scrypt$ln=15,r=8,p=3$salt$hash</c> with unpadded base64.
/// </summary>
internal static class PasswordHash
{
    private const int LogN = 15;
    private const int R = 8;
    private const int P = 3;
    private const int SaltSize = 16;
    private const int HashSize = 32;

    // No password has this hash: it stands for users without one, so that their sign-in goes the same way.
    private static readonly string s_nobody = Format(new byte[SaltSize], new byte[HashSize]);

    public static string Create(Secret password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltSize);
        byte[] hash = Scrypt.DeriveKey(password.Utf8.Span, salt, 1 << LogN, R, P, HashSize);
        return Format(salt, hash);
    }

    /// <summary>Whether the password is the one hashed; takes as long for a user without password as for one with.</summary>
    /// <param name="stored">Null for a user that isn't there or has no password: never right.</param>
    public static bool Verify(Secret password, string? stored)
    {
        string[] parts = (stored ?? s_nobody).Split('$');
        int[] settings = [.. parts[2].Split(',').Select(setting => int.Parse(setting.AsSpan(setting.IndexOf('=') + 1), CultureInfo.InvariantCulture))];
        byte[] expected = Decode(parts[4]);
        byte[] actual = Scrypt.DeriveKey(password.Utf8.Span, Decode(parts[3]), 1 << settings[0], settings[1], settings[2], expected.Length);
        return CryptographicOperations.FixedTimeEquals(actual, expected) & stored is not null;
    }

    private static string Format(byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"$scrypt$ln={LogN},r={R},p={P}${Encode(salt)}${Encode(hash)}");

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Decode(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}
