using System.Security.Cryptography;
using System.Text;

namespace BackupAccess.Engine.Operations;

/// <summary>A password or key on its way through: never a string, never printed, zeroed when released.</summary>
public sealed class Secret : IDisposable
{
    private readonly byte[] _utf8;
    private bool _disposed;

    /// <summary>Takes a copy of the UTF-8 bytes.</summary>
    public Secret(ReadOnlySpan<byte> utf8) => _utf8 = utf8.ToArray();

    /// <summary>Encodes the characters as UTF-8.</summary>
    public static Secret FromChars(ReadOnlySpan<char> chars)
    {
        Span<byte> buffer = chars.Length <= 256 ? stackalloc byte[1024] : new byte[Encoding.UTF8.GetMaxByteCount(chars.Length)];
        try
        {
            return new Secret(buffer[..Encoding.UTF8.GetBytes(chars, buffer)]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>The UTF-8 bytes; valid until disposal.</summary>
    /// <exception cref="ObjectDisposedException">The secret has been released.</exception>
    public ReadOnlyMemory<byte> Utf8
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _utf8;
        }
    }

    /// <summary>Length in characters.</summary>
    public int CharCount => Encoding.UTF8.GetCharCount(Utf8.Span);

    /// <summary>The characters, in an array that the caller zeroes.</summary>
    public char[] RevealChars()
    {
        char[] chars = new char[CharCount];
        Encoding.UTF8.GetChars(Utf8.Span, chars);
        return chars;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_utf8);
        _disposed = true;
    }

    public override string ToString() => "********";
}
