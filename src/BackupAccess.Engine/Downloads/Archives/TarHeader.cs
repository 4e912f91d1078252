using System.Text;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>A header of 512 bytes as POSIX ustar has it; what doesn't fit is zero, and stands in a pax header before it.</summary>
internal sealed class TarHeader
{
    public const int Size = 512;
    public const int LongestName = 100;
    public const long LargestSize = 0x1_FFFF_FFFF;
    public const long LargestTime = 0x1_FFFF_FFFF;
    public const uint LargestId = 0x1F_FFFF;

    private const int ChecksumAt = 148;

    public required byte[] Name { get; init; }

    /// <summary><c>0</c> for a file, <c>1</c> a hard link, <c>2</c> a symbolic one, <c>5</c> a directory, <c>6</c> a fifo, <c>x</c> a pax header.</summary>
    public required char Kind { get; init; }

    public long Length { get; init; }

    public uint Mode { get; init; } = 0x1A4;

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public long Time { get; init; }

    public byte[] Link { get; init; } = [];

    public string User { get; init; } = "";

    public string Group { get; init; } = "";

    public byte[] ToBytes()
    {
        byte[] header = new byte[Size];
        Text(header, 0, LongestName, Name);
        Octal(header, 100, 8, Mode);
        Octal(header, 108, 8, Uid <= LargestId ? Uid : 0);
        Octal(header, 116, 8, Gid <= LargestId ? Gid : 0);
        Octal(header, 124, 12, Length <= LargestSize ? Length : 0);
        Octal(header, 136, 12, Time is >= 0 and <= LargestTime ? Time : 0);
        header[156] = (byte)Kind;
        Text(header, 157, LongestName, Link);
        "ustar"u8.CopyTo(header.AsSpan(257));
        "00"u8.CopyTo(header.AsSpan(263));
        Owner(header, 265, User);
        Owner(header, 297, Group);
        header.AsSpan(ChecksumAt, 8).Fill((byte)' ');
        long sum = header.Sum(each => (long)each);
        Octal(header, ChecksumAt, 7, sum);
        header[ChecksumAt + 6] = 0;
        return header;
    }

    private static void Text(byte[] header, int at, int room, ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, room)].CopyTo(header.AsSpan(at));

    // A name that is cut or in another script would be another user's.
    private static void Owner(byte[] header, int at, string name)
    {
        if (name.Length < 32 && Ascii.IsValid(name))
        {
            Encoding.ASCII.GetBytes(name, header.AsSpan(at));
        }
    }

    private static void Octal(byte[] header, int at, int room, long value)
    {
        string digits = Convert.ToString(value, toBase: 8);
        Encoding.ASCII.GetBytes(digits.PadLeft(room - 1, '0'), header.AsSpan(at));
    }
}
