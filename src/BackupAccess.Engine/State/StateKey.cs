using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.State;

/// <summary>
/// The key that seals what must be readable again (AES-256-GCM, a random 96-bit nonce each). It lies in a file beside
/// the database, never in it.
/// </summary>
internal sealed class StateKey
{
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const byte Version = 1;

    private readonly byte[] _key;

    private StateKey(byte[] key) => _key = key;

    public static StateKey Create(string path)
    {
        byte[] key = RandomNumberGenerator.GetBytes(KeySize);
        using FileStream file = PrivateFile.Create(path);
        file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
        file.Flush(flushToDisk: true);
        return new StateKey(key);
    }

    /// <exception cref="StateException">The file holds no key.</exception>
    public static StateKey Read(string path)
    {
        byte[] key = new byte[KeySize];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out int length) && length == KeySize
            ? new StateKey(key)
            : throw new StateException("StateDamaged", $"The file \"{path}\" holds no key.");
    }

    /// <param name="plain">The secret.</param>
    /// <param name="purpose">What it is and whose; opening needs the same.</param>
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

    /// <exception cref="StateException">It was sealed under another key or for another purpose, or was changed.</exception>
    public Secret Open(ReadOnlySpan<byte> box, string purpose)
    {
        if (box.Length < 1 + NonceSize + TagSize || box[0] != Version)
        {
            throw new StateException("StateDamaged", $"The sealed {purpose} is not in a known form.");
        }

        byte[] plain = new byte[box.Length - 1 - NonceSize - TagSize];
        try
        {
            using AesGcm aes = new(_key, TagSize);
            aes.Decrypt(box.Slice(1, NonceSize), box[(1 + NonceSize)..^TagSize], box[^TagSize..], plain, Encoding.UTF8.GetBytes(purpose));
            return new Secret(plain);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new StateException("StateDamaged", $"The sealed {purpose} doesn't open with the key file.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
