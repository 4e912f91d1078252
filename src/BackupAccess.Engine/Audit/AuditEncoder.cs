using System.Buffers.Binary;
using System.Text;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// Writes an event as the bytes that its MAC is over: a version, then each field in the order of the table, numbers in
/// 64 bits and texts after their length, so that no two events look alike. Used again and again.
/// </summary>
internal sealed class AuditEncoder
{
    private const byte Version = 1;
    private const int Null = -1;

    private byte[] _buffer = new byte[1024];
    private int _length;

    public AuditEncoder Begin(long sequence, long time)
    {
        _length = AuditKeys.MacSize;
        Reserve(1)[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), sequence);
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), time);
        return this;
    }

    public AuditEncoder Add(string? text)
    {
        if (text is null)
        {
            return AddNull();
        }

        int length = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), length);
        Encoding.UTF8.GetBytes(text, Reserve(length));
        return this;
    }

    public AuditEncoder Add(ReadOnlySpan<byte> utf8)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), utf8.Length);
        utf8.CopyTo(Reserve(utf8.Length));
        return this;
    }

    public AuditEncoder AddNull()
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), Null);
        return this;
    }

    /// <summary>The event after the MAC of the one before it.</summary>
    public ReadOnlySpan<byte> Following(ReadOnlySpan<byte> before)
    {
        before.CopyTo(_buffer);
        return _buffer.AsSpan(0, _length);
    }

    private Span<byte> Reserve(int count)
    {
        int end = checked(_length + count);
        if (end > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(end, checked(_buffer.Length * 2)));
        }

        Span<byte> reserved = _buffer.AsSpan(_length, count);
        _length = end;
        return reserved;
    }
}
