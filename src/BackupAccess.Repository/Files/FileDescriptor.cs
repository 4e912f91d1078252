using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;
using Microsoft.Win32.SafeHandles;

namespace BackupAccess.Repository.Files;

/// <summary>An open file or directory. Whatever becomes of its name, calls go to what was opened.</summary>
public abstract unsafe class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    private readonly bool _pathOnly;

    private protected FileDescriptor(int descriptor, bool pathOnly)
        : base(ownsHandle: true)
    {
        SetHandle(descriptor);
        _pathOnly = pathOnly;
    }

    /// <summary>What it was opened as, for error messages.</summary>
    public abstract string Name { get; }

    internal FileStatus GetStatus()
    {
        StatX stat;
        byte none = 0;
        return Libc.StatX(this, &none, Libc.EmptyPath, StatX.BasicStats, &stat) == 0
            ? new FileStatus(stat)
            : throw Failure("examined");
    }

    /// <summary>Extended attributes in the file system's order; none where it keeps none.</summary>
    /// <param name="unread">The first attribute whose value can't be had or whose name can't be stored, or null; it is given without value.</param>
    /// <exception cref="FileSystemException">They can't be listed.</exception>
    internal ExtendedAttribute[] ReadAttributes(out string? unread)
    {
        unread = null;
        Span<byte> small = stackalloc byte[1024];
        ReadOnlySpan<byte> names = ListAttributes(small);
        if (names.IsEmpty)
        {
            return [];
        }

        List<ExtendedAttribute> attributes = [];
        while (!names.IsEmpty)
        {
            int end = names.IndexOf((byte)0);
            ReadOnlySpan<byte> name = names[..(end + 1)];
            names = names[(end + 1)..];
            string text = Encoding.UTF8.GetString(name[..end]);
            byte[]? value = System.Text.Unicode.Utf8.IsValid(name) ? ReadAttribute(name) : null;
            attributes.Add(new ExtendedAttribute(text, value));
            unread ??= value is null ? text : null;
        }

        return [.. attributes];
    }

    /// <summary>Sets one attribute; the error number, or 0.</summary>
    internal int SetAttribute(string name, ReadOnlySpan<byte> value)
    {
        byte[] terminated = Terminate(name);
        fixed (byte* namePointer = terminated)
        fixed (byte* valuePointer = value)
        fixed (byte* path = ProcPath())
        {
            int result = path is null
                ? Libc.SetAttribute(this, namePointer, valuePointer, (nuint)value.Length, 0)
                : Libc.SetAttribute(path, namePointer, valuePointer, (nuint)value.Length, 0);
            return result == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Removes an attribute; one that isn't there is no error.</summary>
    internal int RemoveAttribute(string name)
    {
        fixed (byte* namePointer = Terminate(name))
        fixed (byte* path = ProcPath())
        {
            int result = path is null ? Libc.RemoveAttribute(this, namePointer) : Libc.RemoveAttribute(path, namePointer);
            int error = result == 0 ? 0 : Marshal.GetLastPInvokeError();
            return error is Errno.NoAttribute or Errno.NotSupported ? 0 : error;
        }
    }

    /// <summary>Gives the file to an owner; works on what is open for its path only, too. The error number, or 0.</summary>
    internal int SetOwner(uint uid, uint gid)
    {
        byte none = 0;
        return Libc.ChangeOwnerAt(this, &none, uid, gid, Libc.EmptyPath) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Sets the permission bits (octal 7777). The error number, or 0.</summary>
    internal int SetPermissions(uint permissions)
    {
        fixed (byte* path = ProcPath())
        {
            int result = path is null ? Libc.ChangeMode(this, permissions) : Libc.ChangeMode(path, permissions);
            return result == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Sets both times. The error number, or 0.</summary>
    internal int SetTimes(FileTime accessed, FileTime modified)
    {
        TimeSpec* times = stackalloc TimeSpec[]
        {
            new(accessed.Seconds, accessed.Nanoseconds),
            new(modified.Seconds, modified.Nanoseconds),
        };
        byte none = 0;
        int result = _pathOnly
            ? Libc.SetTimesAt(this, &none, times, Libc.EmptyPath)
            : Libc.SetTimes(this, times);
        return result == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private protected FileSystemException Failure(string what) => new(Name, what, Marshal.GetLastPInvokeError());

    protected override bool ReleaseHandle() => Libc.Close(handle) == 0;

    private ReadOnlySpan<byte> ListAttributes(Span<byte> small)
    {
        Span<byte> buffer = small;
        for (; ; buffer = new byte[buffer.Length * 8])
        {
            nint length = ListInto(buffer);
            if (length >= 0)
            {
                return buffer[..(int)length];
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == Errno.NotSupported)
            {
                return [];
            }

            // The kernel gives at most 64 KiB of names.
            if (error != Errno.OutOfRange || buffer.Length > 65536)
            {
                throw Failure("asked for its attributes");
            }
        }
    }

    private nint ListInto(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        fixed (byte* path = ProcPath())
        {
            return path is null
                ? Libc.ListAttributes(this, pointer, (nuint)buffer.Length)
                : Libc.ListAttributes(path, pointer, (nuint)buffer.Length);
        }
    }

    private byte[]? ReadAttribute(ReadOnlySpan<byte> name)
    {
        // The kernel gives at most 64 KiB of value.
        Span<byte> small = stackalloc byte[1024];
        nint length = GetInto(name, small);
        if (length >= 0)
        {
            return small[..(int)length].ToArray();
        }

        if (Marshal.GetLastPInvokeError() != Errno.OutOfRange)
        {
            return null;
        }

        byte[] large = new byte[65536];
        length = GetInto(name, large);
        return length < 0 ? null : large[..(int)length];
    }

    private nint GetInto(ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        fixed (byte* namePointer = name)
        fixed (byte* pointer = buffer)
        fixed (byte* path = ProcPath())
        {
            return path is null
                ? Libc.GetAttribute(this, namePointer, pointer, (nuint)buffer.Length)
                : Libc.GetAttribute(path, namePointer, pointer, (nuint)buffer.Length);
        }
    }

    /// <summary>What is open for its path only takes some calls through this name alone; it leads to what was opened.</summary>
    private byte[]? ProcPath() =>
        _pathOnly ? Terminate(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{(long)handle}")) : null;

    private static byte[] Terminate(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
