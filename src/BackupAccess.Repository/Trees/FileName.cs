using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BackupAccess.Repository.Trees;

/// <summary>
/// One name in a directory: bytes, as Linux has them, not necessarily UTF-8. Its text (<see cref="ToString"/>,
/// <see cref="Parse"/>) is one to one: control characters, the backslash and bytes that are no UTF-8 are escaped
/// (<c>\n</c>, <c>\\</c>, <c>\xff</c>), everything else stands for itself.
/// </summary>
public readonly struct FileName : IEquatable<FileName>, IComparable<FileName>
{
    /// <summary>Longest name taken, in bytes: Linux allows 255, Windows 255 UTF-16 units.</summary>
    public const int MaximumLength = 1024;

    // Ends with a NUL so that it goes to the C library as it is.
    private readonly byte[]? _terminated;

    private FileName(byte[] terminated) => _terminated = terminated;

    /// <summary>The name's bytes, in the encoding it was made with.</summary>
    public ReadOnlySpan<byte> Bytes => _terminated is null ? default : _terminated.AsSpan(0, _terminated.Length - 1);

    public int Length => _terminated is null ? 0 : _terminated.Length - 1;

    internal ReadOnlySpan<byte> Terminated => _terminated;

    /// <summary>Makes a name of one to <see cref="MaximumLength"/> bytes.</summary>
    /// <exception cref="FormatException">The bytes can't name an entry of a directory.</exception>
    public static FileName FromBytes(ReadOnlySpan<byte> bytes) =>
        TryCreate(bytes, out FileName name) ? name : throw new FormatException($"\"{NameText.Write(bytes)}\" is not a file name.");

    /// <summary>Refuses what can't be an entry: nothing, ".", "..", a slash, a NUL, more than <see cref="MaximumLength"/> bytes.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, out FileName name)
    {
        name = default;
        if (bytes.IsEmpty || bytes.Length > MaximumLength || bytes.IndexOfAny((byte)0, (byte)'/') >= 0
            || bytes.SequenceEqual("."u8) || bytes.SequenceEqual(".."u8))
        {
            return false;
        }

        byte[] terminated = new byte[bytes.Length + 1];
        bytes.CopyTo(terminated);
        name = new FileName(terminated);
        return true;
    }

    /// <summary>The inverse of <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">An escape is unknown, or the name is none.</exception>
    public static FileName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return NameText.TryRead(bytes, bytes, out int length)
            ? FromBytes(bytes.AsSpan(0, length))
            : throw new FormatException($"\"{text}\" holds an unknown escape.");
    }

    public bool Equals(FileName other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is FileName other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>Orders by bytes, as trees are ordered.</summary>
    public int CompareTo(FileName other) => Bytes.SequenceCompareTo(other.Bytes);

    public override string ToString() => NameText.Write(Bytes);

    public static bool operator ==(FileName left, FileName right) => left.Equals(right);

    public static bool operator !=(FileName left, FileName right) => !left.Equals(right);

    public static bool operator <(FileName left, FileName right) => left.CompareTo(right) < 0;

    public static bool operator <=(FileName left, FileName right) => left.CompareTo(right) <= 0;

    public static bool operator >(FileName left, FileName right) => left.CompareTo(right) > 0;

    public static bool operator >=(FileName left, FileName right) => left.CompareTo(right) >= 0;
}
