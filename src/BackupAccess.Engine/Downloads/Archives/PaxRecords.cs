using System.Buffers;
using System.Globalization;
using System.Text;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>The records of a pax header, each <c>length key=value</c> on a line, for what a tar header has no room for (POSIX.1-2017, pax).</summary>
internal sealed class PaxRecords
{
    private readonly ArrayBufferWriter<byte> _records = new();

    public bool IsEmpty => _records.WrittenCount == 0;

    public void Add(string key, string value) => Add(key, Encoding.UTF8.GetBytes(value));

    /// <summary>A name or path: bytes that are no UTF-8 stand as they are, which the record hdrcharset says.</summary>
    public void AddPath(string key, ReadOnlySpan<byte> path)
    {
        if (ArchivePath.TextOf(path) is null)
        {
            Add("hdrcharset", "BINARY");
        }

        Add(key, path);
    }

    public byte[] ToArray() => _records.WrittenSpan.ToArray();

    private void Add(string key, ReadOnlySpan<byte> value)
    {
        // The length counts its own digits.
        int rest = key.Length + value.Length + 3;
        int length = rest + Digits(rest);
        length = rest + Digits(length);
        _records.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {key}=")));
        _records.Write(value);
        _records.Write("\n"u8);
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
