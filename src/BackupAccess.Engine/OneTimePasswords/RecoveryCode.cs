using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>
/// Recovery codes: 16 characters of base 32 in groups of four. They have 80 random bits, so a plain SHA-256 of one gives
/// nothing to guess at.
/// </summary>
internal static class RecoveryCode
{
    private const int Count = 10;
    private const int Characters = 16;
    private const int Group = 4;

    /// <summary>Makes a user's recovery codes anew.</summary>
    public static RecoveryCodeSet Replace(StateConnection db, Guid user, string name)
    {
        Secret[] codes = [.. Enumerable.Range(0, Count).Select(_ => Generate())];
        OneTimePasswordStore.ReplaceCodes(db, user, codes.Select(code => Hash(Digits(code))));
        return new RecoveryCodeSet(name, codes);
    }

    /// <summary>The characters that count of what somebody typed: capitals, without the marks between groups.</summary>
    public static byte[] Digits(Secret typed)
    {
        Span<byte> upper = stackalloc byte[Math.Min(typed.Utf8.Length, 64)];
        Ascii.ToUpper(typed.Utf8.Span[..upper.Length], upper, out int written);
        byte[] digits = [.. upper[..written].ToArray().Where(character => character is not ((byte)'-' or (byte)' '))];
        CryptographicOperations.ZeroMemory(upper);
        return digits;
    }

    public static byte[] Hash(ReadOnlySpan<byte> digits) => SHA256.HashData(digits);

    private static Secret Generate()
    {
        Span<char> code = stackalloc char[Characters + (Characters / Group) - 1];
        Span<char> random = stackalloc char[Characters];
        RandomNumberGenerator.GetItems(Base32.Alphabet, random);
        code.Fill('-');
        for (int i = 0; i < Characters; i += Group)
        {
            random.Slice(i, Group).CopyTo(code[(i + (i / Group))..]);
        }

        Secret secret = Secret.FromChars(code);
        code.Clear();
        random.Clear();
        return secret;
    }
}
