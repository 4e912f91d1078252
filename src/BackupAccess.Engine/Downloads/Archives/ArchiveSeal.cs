using System.Buffers.Binary;
using System.Security.Cryptography;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>
/// Seals an archive's file, piece by piece, under a key of its own: AES-256-GCM, whose nonce is the piece's number, so that
/// none takes another's place. Where one is missing at the end, the file is shorter than the state says.
/// </summary>
internal sealed class ArchiveSeal : IDisposable
{
    /// <summary>The length of every piece but the last.</summary>
    public const int Piece = 1 << 20;

    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm _cipher;

    public ArchiveSeal(Secret key) => _cipher = new AesGcm(key.Utf8.Span, TagSize);

    /// <summary>What a download's key is sealed for.</summary>
    public static string PurposeOf(string download) => $"key of download {download}";

    public static Secret NewKey()
    {
        Span<byte> key = stackalloc byte[KeySize];
        RandomNumberGenerator.Fill(key);
        Secret made = new(key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    /// <summary>Where a piece begins in the file.</summary>
    public static long PlaceOf(long number) => number * (Piece + TagSize);

    /// <summary>How long a piece is in the file.</summary>
    public static int SizeOf(int plain) => plain + TagSize;

    public byte[] Seal(long number, ReadOnlySpan<byte> plain)
    {
        byte[] box = new byte[SizeOf(plain.Length)];
        _cipher.Encrypt(Nonce(number), plain, box.AsSpan(0, plain.Length), box.AsSpan(plain.Length));
        return box;
    }

    /// <exception cref="AuthenticationTagMismatchException">It was changed, or is another's.</exception>
    public byte[] Open(long number, ReadOnlySpan<byte> box)
    {
        byte[] plain = new byte[box.Length - TagSize];
        _cipher.Decrypt(Nonce(number), box[..plain.Length], box[plain.Length..], plain);
        return plain;
    }

    public void Dispose() => _cipher.Dispose();

    private static byte[] Nonce(long number)
    {
        byte[] nonce = new byte[NonceSize];
        BinaryPrimitives.WriteInt64LittleEndian(nonce, number);
        return nonce;
    }
}
