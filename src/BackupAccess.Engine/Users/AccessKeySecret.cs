using System.Security.Cryptography;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>
/// Makes and checks the two halves of an access key. The secret has 240 random bits, so a plain SHA-256 of it gives
/// nothing to guess at.
/// </summary>
internal static class AccessKeySecret
{
    private const string IdPrefix = "BKAK";
    private const int IdCharacters = 16;
    private const int SecretBytes = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string NewId() => IdPrefix + RandomNumberGenerator.GetString(Base32, IdCharacters);

    /// <summary>Whether a text has the form of an id, which no secret has.</summary>
    public static bool IsId(string text) => text.Length == IdPrefix.Length + IdCharacters
        && text.StartsWith(IdPrefix, StringComparison.Ordinal) && text.Skip(IdPrefix.Length).All(character => Base32.Contains(character, StringComparison.Ordinal));

    /// <summary>40 characters of base64.</summary>
    public static Secret NewSecret()
    {
        Span<byte> random = stackalloc byte[SecretBytes];
        Span<byte> text = stackalloc byte[SecretBytes / 3 * 4];
        RandomNumberGenerator.Fill(random);
        System.Buffers.Text.Base64.EncodeToUtf8(random, text, out _, out _);
        Secret secret = new(text);
        CryptographicOperations.ZeroMemory(random);
        CryptographicOperations.ZeroMemory(text);
        return secret;
    }

    public static byte[] Hash(Secret secret) => SHA256.HashData(secret.Utf8.Span);

    public static bool Verify(Secret secret, ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(secret), hash);
}
