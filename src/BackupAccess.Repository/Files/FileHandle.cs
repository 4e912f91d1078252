using System.Runtime.InteropServices;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>An open file that is no directory.</summary>
internal sealed unsafe class FileHandle(int descriptor, FileName name, bool pathOnly) : FileDescriptor(descriptor, pathOnly)
{
    public override string Name => name.ToString();

    /// <summary>Reads from an offset until the buffer is full or the file ends; returns the bytes read.</summary>
    public int Read(Span<byte> buffer, long offset)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            nint count;
            fixed (byte* pointer = buffer[total..])
            {
                count = Libc.Read(this, pointer, (nuint)(buffer.Length - total), offset + total);
            }

            if (count == 0)
            {
                break;
            }

            if (count > 0)
            {
                total += (int)count;
            }
            else if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                throw Failure("read");
            }
        }

        return total;
    }

    /// <summary>Where data begins at or after an offset, no hole; null when none does before the end.</summary>
    public long? FindData(long offset)
    {
        long found = Libc.Seek(this, offset, Libc.SeekData);
        if (found >= 0)
        {
            return found;
        }

        // What can't tell its holes has none.
        return Marshal.GetLastPInvokeError() == Errno.NoSuchAddress ? null : offset;
    }

    public void Write(ReadOnlySpan<byte> content, long offset)
    {
        while (!content.IsEmpty)
        {
            nint count;
            fixed (byte* pointer = content)
            {
                count = Libc.Write(this, pointer, (nuint)content.Length, offset);
            }

            if (count >= 0)
            {
                content = content[(int)count..];
                offset += count;
            }
            else if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                throw Failure("written");
            }
        }
    }

    /// <summary>Cuts or extends; what is extended is a hole.</summary>
    public void SetLength(long length)
    {
        if (Libc.Truncate(this, length) != 0)
        {
            throw Failure("given its size");
        }
    }

    /// <summary>Where a symbolic link opened for its path points to.</summary>
    public byte[] ReadLink()
    {
        // Linux limits a target to 4,095 bytes.
        byte* buffer = stackalloc byte[4096];
        byte none = 0;
        nint length = Libc.ReadLinkAt(this, &none, buffer, 4096);
        return length < 0 ? throw Failure("read") : new ReadOnlySpan<byte>(buffer, (int)length).ToArray();
    }
}
