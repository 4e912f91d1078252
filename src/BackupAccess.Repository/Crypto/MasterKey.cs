using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace BackupAccess.Repository.Crypto;

/// <summary>
/// A repository's key: encrypts and authenticates everything in it as IV || ciphertext || MAC (design, "Keys, Encryption
/// and MAC"). Safe for concurrent use; the key's bytes are zeroed when it is disposed.
/// </summary>
internal sealed class MasterKey : IDisposable
{
    /// <summary>Bytes that encrypting adds.</summary>
    public const int Overhead = IvSize + Poly1305.TagSize;

    /// <summary>Bytes of key: 32 for AES-256, 16 for the AES-128 of the MAC, 16 for its r.</summary>
    public const int Size = EncryptionSize + MacKSize + MacRSize;

    private const int IvSize = CounterMode.BlockSize;
    private const int EncryptionSize = 32;
    private const int MacKSize = 16;
    private const int MacRSize = 16;

    private readonly byte[] _key;
    private readonly ConcurrentBag<Ciphers> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Takes a copy of <see cref="Size"/> bytes: encryption key, MAC k, MAC r.</summary>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Size);
        _key = GC.AllocateArray<byte>(Size, pinned: true);
        key.CopyTo(_key);
    }

    public ReadOnlySpan<byte> Encryption => _key.AsSpan(0, EncryptionSize);

    public ReadOnlySpan<byte> MacK => _key.AsSpan(EncryptionSize, MacKSize);

    public ReadOnlySpan<byte> MacR => _key.AsSpan(EncryptionSize + MacKSize, MacRSize);

    /// <summary>A key of the system's random bytes.</summary>
    public static MasterKey Generate()
    {
        Span<byte> key = stackalloc byte[Size];
        RandomNumberGenerator.Fill(key);
        MasterKey generated = new(key);
        CryptographicOperations.ZeroMemory(key);
        return generated;
    }

    /// <summary>Encrypts under a fresh IV. <paramref name="sealed"/> is <see cref="Overhead"/> bytes longer than <paramref name="plain"/> and doesn't overlap it.</summary>
    public void Seal(ReadOnlySpan<byte> plain, Span<byte> @sealed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(@sealed.Length, plain.Length + Overhead);
        Span<byte> iv = @sealed[..IvSize];
        Span<byte> cipherText = @sealed.Slice(IvSize, plain.Length);
        RandomNumberGenerator.Fill(iv);

        Ciphers ciphers = Rent();
        ciphers.Encryption.Apply(iv, plain, cipherText);
        ComputeTag(ciphers, iv, cipherText, @sealed[^Poly1305.TagSize..]);
        _idle.Add(ciphers);
    }

    /// <summary>Where the ciphertext lies in what was sealed: the place to decrypt it to when that isn't needed any more.</summary>
    public static Span<byte> PlainPlace(Span<byte> @sealed) => @sealed[IvSize..^Poly1305.TagSize];

    /// <summary>Authenticates, then decrypts; <paramref name="plain"/> is <see cref="Overhead"/> bytes shorter and may be the ciphertext's own place.</summary>
    /// <returns>False when the bytes aren't what was sealed under this key; then <paramref name="plain"/> is untouched.</returns>
    public bool TryOpen(ReadOnlySpan<byte> @sealed, Span<byte> plain)
    {
        if (@sealed.Length < Overhead)
        {
            return false;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(plain.Length, @sealed.Length - Overhead);
        ReadOnlySpan<byte> iv = @sealed[..IvSize];
        ReadOnlySpan<byte> cipherText = @sealed[IvSize..^Poly1305.TagSize];
        Span<byte> tag = stackalloc byte[Poly1305.TagSize];

        Ciphers ciphers = Rent();
        ComputeTag(ciphers, iv, cipherText, tag);
        bool isAuthentic = CryptographicOperations.FixedTimeEquals(tag, @sealed[^Poly1305.TagSize..]);
        if (isAuthentic)
        {
            ciphers.Encryption.Apply(iv, cipherText, plain);
        }

        _idle.Add(ciphers);
        return isAuthentic;
    }

    public void Dispose()
    {
        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_key);
        while (_idle.TryTake(out Ciphers? ciphers))
        {
            ciphers.Dispose();
        }
    }

    /// <summary>Poly1305-AES: the one-time s is the IV encrypted under the MAC's own AES key.</summary>
    private void ComputeTag(Ciphers ciphers, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> cipherText, Span<byte> tag)
    {
        Poly1305.ComputeTag(cipherText, MacR, ciphers.EncryptNonce(iv), tag);
    }

    private Ciphers Rent()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _idle.TryTake(out Ciphers? ciphers) ? ciphers : new Ciphers(Encryption, MacK);
    }

    /// <summary>One thread's keyed ciphers; keying AES costs more than encrypting a small blob.</summary>
    private sealed class Ciphers(ReadOnlySpan<byte> encryption, ReadOnlySpan<byte> macK) : IDisposable
    {
        private readonly BlockCipher _nonceCipher = new(macK);
        private readonly byte[] _nonce = new byte[CounterMode.BlockSize];

        public CounterMode Encryption { get; } = new(encryption);

        public ReadOnlySpan<byte> EncryptNonce(ReadOnlySpan<byte> nonce)
        {
            nonce.CopyTo(_nonce);
            _nonceCipher.Encrypt(_nonce, _nonce, _nonce.Length);
            return _nonce;
        }

        public void Dispose()
        {
            Encryption.Dispose();
            _nonceCipher.Dispose();
        }
    }
}
