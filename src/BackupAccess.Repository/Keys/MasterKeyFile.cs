using System.Security.Cryptography;
using System.Text.Json.Serialization;
using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Keys;

/// <summary>The JSON of a master key inside a key object. Clear it after use: its arrays hold the key.</summary>
internal sealed record MasterKeyFile(
    [property: JsonPropertyName("mac"), JsonRequired] MasterKeyFile.MacKey Mac,
    [property: JsonPropertyName("encrypt"), JsonRequired] byte[] Encrypt)
{
    public static MasterKeyFile From(MasterKey key) =>
        new(new MacKey(key.MacK.ToArray(), key.MacR.ToArray()), key.Encryption.ToArray());

    /// <summary>The key, or null when a part has not its length or is all zeroes.</summary>
    public MasterKey? ToKey()
    {
        if (Mac is not { K.Length: 16, R.Length: 16 } || Encrypt is not { Length: 32 } || IsZero(Mac.K) || IsZero(Mac.R) || IsZero(Encrypt))
        {
            return null;
        }

        byte[] bytes = [.. Encrypt, .. Mac.K, .. Mac.R];
        MasterKey key = new(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(Encrypt);
        CryptographicOperations.ZeroMemory(Mac?.K);
        CryptographicOperations.ZeroMemory(Mac?.R);
    }

    private static bool IsZero(byte[] bytes) => bytes.AsSpan().IndexOfAnyExcept((byte)0) < 0;

    internal sealed record MacKey(
        [property: JsonPropertyName("k"), JsonRequired] byte[] K,
        [property: JsonPropertyName("r"), JsonRequired] byte[] R);
}
