using System.Security.Cryptography;

namespace BackupAccess.Repository.Crypto;

/// <summary>AES on whole blocks, keyed once: a one-shot call of the platform keys it anew each time. For one thread at a time.</summary>
internal sealed class BlockCipher : IDisposable
{
    private readonly Aes _aes;
    private readonly ICryptoTransform _transform;

    public BlockCipher(ReadOnlySpan<byte> key)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.SetKey(key);
        _transform = _aes.CreateEncryptor();
    }

    /// <summary>Encrypts the first <paramref name="length"/> bytes, a multiple of 16.</summary>
    public void Encrypt(byte[] input, byte[] output, int length) => _transform.TransformBlock(input, 0, length, output, 0);

    public void Dispose()
    {
        _transform.Dispose();
        _aes.Dispose();
    }
}
