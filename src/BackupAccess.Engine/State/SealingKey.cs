using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.State;

/// <summary>One key that seals: AES-256-GCM, with a random 96-bit nonce each.</summary>
internal sealed class SealingKey
{
    public const int Size = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const byte Version = 1;

    private readonly byte[] _key;

    private SealingKey(byte[] key) => _key = key;

    public static SealingKey Create() => new(RandomNumberGenerator.GetBytes(Size));

    /// <returns>Null where the text is no key.</returns>
    public static SealingKey? Parse(ReadOnlySpan<char> text)
    {
        byte[] key = new byte[Size];
        return Convert.TryFromBase64Chars(text.Trim(), key, out int length) && length == Size ? new SealingKey(key) : null;
    }

    public string Format() => Convert.ToBase64String(_key);

    public bool IsSame(SealingKey other) => CryptographicOperations.FixedTimeEquals(_key, other._key);

    /// <summary>Another key, for something else than sealing, that nobody finds without this one.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Size, info: Encoding.UTF8.GetBytes(purpose));

    /// <returns>A version byte, the nonce, the ciphertext and the tag.</returns>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose)
    {
        byte[] box = new byte[1 + NonceSize + plain.Length + TagSize];
        box[0] = Version;
        Span<byte> nonce = box.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm aes = new(_key, TagSize);
        aes.Encrypt(nonce, plain, box.AsSpan(1 + NonceSize, plain.Length), box.AsSpan(box.Length - TagSize), Encoding.UTF8.GetBytes(purpose));
        return box;
    }

    /// <summary>Whether a box has the form of one that a key sealed.</summary>
    public static bool IsBox(ReadOnlySpan<byte> box) => box.Length >= 1 + NonceSize + TagSize && box[0] == Version;

    /// <returns>Null where it was sealed under another key or for another purpose, or was changed.</returns>
    public Secret? TryOpen(ReadOnlySpan<byte> box, string purpose)
    {
        byte[] plain = new byte[box.Length - 1 - NonceSize - TagSize];
        try
        {
            using AesGcm aes = new(_key, TagSize);
            aes.Decrypt(box.Slice(1, NonceSize), box[(1 + NonceSize)..^TagSize], box[^TagSize..], plain, Encoding.UTF8.GetBytes(purpose));
            return new Secret(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
