using System.Runtime.InteropServices;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>
/// An open directory, from which everything below is opened step by step and never through a symbolic link, so that
/// whoever owns the files can't lead a backup or a restore astray.
/// </summary>
public sealed unsafe class DirectoryHandle : FileDescriptor
{
    private DirectoryHandle(int descriptor, string name)
        : base(descriptor, pathOnly: false) => Name = name;

    public override string Name { get; }

    /// <summary>Opens a directory by its path, following links: the path is the administrator's, not the tenant's.</summary>
    /// <exception cref="FileSystemException">It can't be opened or is no directory.</exception>
    /// <exception cref="UnsupportedPlatformException">This system is not Linux.</exception>
    public static DirectoryHandle Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new UnsupportedPlatformException();
        }

        int descriptor = Libc.Open(path, Libc.ReadOnly | Libc.Directory | Libc.CloseOnExec, 0);
        return descriptor >= 0
            ? new DirectoryHandle(descriptor, path)
            : throw new FileSystemException(path, "opened", Marshal.GetLastPInvokeError());
    }

    /// <summary>Tells what was opened.</summary>
    /// <exception cref="FileSystemException">It can't be examined.</exception>
    public DirectoryIdentity GetIdentity()
    {
        StatX stat;
        byte none = 0;
        if (Libc.StatX(this, &none, Libc.EmptyPath, StatX.BasicStats | StatX.BirthTime, &stat) != 0)
        {
            throw Failure("examined");
        }

        FileStatus status = new(stat);
        bool hasBirth = (stat.Mask & StatX.BirthTime) != 0;
        return new DirectoryIdentity(
            status.Uid, status.Gid, status.FileSystem, status.Inode, hasBirth ? new FileTime(stat.Birth.Seconds, (int)stat.Birth.Nanoseconds, 0) : null);
    }

    /// <summary>Opens a directory in this one; a link isn't followed.</summary>
    /// <exception cref="FileSystemException">It can't be opened or is no directory.</exception>
    public DirectoryHandle OpenDirectory(FileName name)
    {
        int descriptor = OpenAt(name, Libc.ReadOnly | Libc.Directory | Libc.NoFollowLinks);
        return descriptor >= 0 ? new DirectoryHandle(descriptor, name.ToString()) : throw Failure(name, "opened");
    }

    /// <summary>Opens a file for reading; neither follows a link nor waits for a fifo's writer.</summary>
    internal FileHandle OpenFile(FileName name)
    {
        const int Flags = Libc.ReadOnly | Libc.NonBlocking;
        int descriptor = OpenAt(name, Flags | Libc.NoFollowLinks | Libc.NoAccessTime);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == Errno.NotPermitted)
        {
            // Only the owner and root may leave the access time alone.
            descriptor = OpenAt(name, Flags | Libc.NoFollowLinks);
        }

        return descriptor >= 0 ? new FileHandle(descriptor, name, pathOnly: false) : throw Failure(name, "opened");
    }

    /// <summary>Holds on to anything, links, fifos and devices too, without opening it.</summary>
    internal FileHandle Pin(FileName name)
    {
        int descriptor = OpenAt(name, Libc.PathOnly | Libc.NoFollowLinks);
        return descriptor >= 0 ? new FileHandle(descriptor, name, pathOnly: true) : throw Failure(name, "opened");
    }

    /// <summary>The user who owns what has that name in this directory; of a link, the link's.</summary>
    /// <exception cref="FileSystemException">It can't be examined.</exception>
    public uint OwnerOf(FileName name) => GetStatus(name).Uid;

    /// <summary>What has that name in this directory; null where nothing has.</summary>
    /// <exception cref="FileSystemException">It can't be examined.</exception>
    public NodeType? TypeOf(FileName name) => TryGetStatus(name, out FileStatus status) ? status.Type : null;

    /// <summary>Reads a small file whole; null where there is nothing of that name. Neither a link nor anything but a file is read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <param name="owner">The user who owns what was read.</param>
    /// <exception cref="FileSystemException">It can't be read, is no file, or is larger.</exception>
    public byte[]? TryReadFile(FileName name, int limit, out uint owner)
    {
        owner = 0;
        if (!TryGetStatus(name, out _))
        {
            return null;
        }

        using FileHandle file = OpenFile(name);
        FileStatus status = file.GetStatus();
        owner = status.Uid;
        if (status.Type != NodeType.File || status.Size > limit)
        {
            throw new FileSystemException(name.ToString(), "read", status.Type == NodeType.File ? Errno.FileTooLarge : Errno.Invalid);
        }

        // What grows meanwhile is read no further than it reached.
        byte[] content = new byte[status.Size];
        return content[..file.Read(content, 0)];
    }

    internal FileStatus GetStatus(FileName name) =>
        TryGetStatus(name, out FileStatus status) ? status : throw new FileSystemException(name.ToString(), "examined", Errno.NoEntry);

    /// <summary>False when there is no such entry.</summary>
    internal bool TryGetStatus(FileName name, out FileStatus status)
    {
        StatX stat;
        fixed (byte* pointer = name.Terminated)
        {
            if (Libc.StatX(this, pointer, Libc.NoFollow | Libc.NoAutomount, StatX.BasicStats, &stat) == 0)
            {
                status = new FileStatus(stat);
                return true;
            }
        }

        status = default;
        return Marshal.GetLastPInvokeError() == Errno.NoEntry ? false : throw Failure(name, "examined");
    }

    /// <summary>The names in it, ordered by bytes.</summary>
    internal FileName[] ListNames()
    {
        List<FileName> names = [];
        Span<byte> buffer = stackalloc byte[16384];
        while (true)
        {
            nint length;
            fixed (byte* pointer = buffer)
            {
                length = Libc.GetDirectoryEntries(this, pointer, (nuint)buffer.Length);
            }

            if (length < 0)
            {
                throw Failure("listed");
            }

            if (length == 0)
            {
                break;
            }

            AddNames(buffer[..(int)length], names);
        }

        names.Sort();
        return [.. names];
    }

    /// <summary>
    /// Opens what lies below this directory at a path; no link is followed and nothing leads out, however the names
    /// are moved about meanwhile.
    /// </summary>
    /// <exception cref="FileSystemException">It can't be opened or is no directory.</exception>
    public DirectoryHandle OpenBeneath(TreePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        // One call where the kernel can (5.6 and newer) and takes so long a path; else step by step, as safe.
        return path.ByteLength is > 0 and < 4096 && TryOpenBeneath(path) is { } directory ? directory : OpenStepwise(path);
    }

    /// <summary>Creates a file that isn't there yet, for writing, for its owner alone.</summary>
    internal FileHandle CreateFile(FileName name) => CreateFile(name, permissions: 0x180);

    /// <summary>Creates a file that isn't there yet, for writing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="permissions">The access bits that it gets, but for the process's mask.</param>
    internal FileHandle CreateFile(FileName name, uint permissions)
    {
        fixed (byte* pointer = name.Terminated)
        {
            int flags = Libc.WriteOnly | Libc.Create | Libc.Exclusive | Libc.NoFollowLinks | Libc.CloseOnExec;
            int descriptor = Libc.OpenAt(this, pointer, flags, permissions);
            return descriptor >= 0 ? new FileHandle(descriptor, name, pathOnly: false) : throw Failure(name, "created");
        }
    }

    /// <summary>Makes a directory for its owner alone; false when the name is taken.</summary>
    internal bool TryMakeDirectory(FileName name)
    {
        fixed (byte* pointer = name.Terminated)
        {
            return Libc.MakeDirectoryAt(this, pointer, 0x1C0) == 0
                || (Marshal.GetLastPInvokeError() == Errno.Exists ? false : throw Failure(name, "created"));
        }
    }

    internal void MakeSymlink(FileName name, ReadOnlySpan<byte> target)
    {
        byte[] terminated = [.. target, 0];
        fixed (byte* pointer = name.Terminated)
        fixed (byte* targetPointer = terminated)
        {
            if (Libc.MakeSymlinkAt(targetPointer, this, pointer) != 0)
            {
                throw Failure(name, "created");
            }
        }
    }

    /// <summary>Makes a fifo or a device, for its owner alone.</summary>
    internal void MakeSpecial(FileName name, NodeType type, ulong device)
    {
        uint mode = type switch { NodeType.Fifo => 0x1000u, NodeType.CharDev => 0x2000u, _ => 0x6000u };
        fixed (byte* pointer = name.Terminated)
        {
            if (Libc.MakeNodeAt(this, pointer, mode | 0x180, device) != 0)
            {
                throw Failure(name, "created");
            }
        }
    }

    /// <summary>Gives a file another name, in whatever directory; a link is linked itself.</summary>
    internal void Link(FileName name, DirectoryHandle directory, FileName newName)
    {
        fixed (byte* pointer = name.Terminated)
        fixed (byte* newPointer = newName.Terminated)
        {
            if (Libc.LinkAt(this, pointer, directory, newPointer, 0) != 0)
            {
                throw Failure(newName, "linked");
            }
        }
    }

    /// <summary>Renames within the directory. False when something is in the way that mayn't or can't be replaced.</summary>
    internal bool TryRename(FileName name, FileName newName, bool replace)
    {
        fixed (byte* pointer = name.Terminated)
        fixed (byte* newPointer = newName.Terminated)
        {
            if (Libc.RenameAt(this, pointer, this, newPointer, replace ? 0 : (uint)Libc.RenameNoReplace) == 0)
            {
                return true;
            }

            return Marshal.GetLastPInvokeError() is Errno.Exists or Errno.IsDirectory or Errno.DirectoryNotEmpty
                ? false
                : throw Failure(newName, "put in its place");
        }
    }

    /// <summary>Removes what is no directory; what isn't there is no error.</summary>
    internal void Remove(FileName name)
    {
        fixed (byte* pointer = name.Terminated)
        {
            if (Libc.UnlinkAt(this, pointer, 0) != 0 && Marshal.GetLastPInvokeError() != Errno.NoEntry)
            {
                throw Failure(name, "removed");
            }
        }
    }

    internal static FileSystemException Failure(FileName name, string what) =>
        new(name.ToString(), what, Marshal.GetLastPInvokeError());

    /// <summary>struct linux_dirent64: inode and offset of 8 bytes, record length of 2, type of 1, name.</summary>
    private static void AddNames(ReadOnlySpan<byte> entries, List<FileName> names)
    {
        while (!entries.IsEmpty)
        {
            int length = MemoryMarshal.Read<ushort>(entries[16..]);
            ReadOnlySpan<byte> name = entries[19..length];
            if (FileName.TryCreate(name[..name.IndexOf((byte)0)], out FileName entry))
            {
                names.Add(entry);
            }

            entries = entries[length..];
        }
    }

    private DirectoryHandle? TryOpenBeneath(TreePath path)
    {
        byte[] bytes = new byte[path.ByteLength + 1];
        path.CopyTo(bytes);
        OpenHow how = new(
            (ulong)(Libc.ReadOnly | Libc.Directory | Libc.CloseOnExec), 0, OpenHow.Beneath | OpenHow.NoSymlinks | OpenHow.NoMagicLinks);
        fixed (byte* pointer = bytes)
        {
            int descriptor = Libc.OpenAt2(this, pointer, how);
            if (descriptor >= 0)
            {
                return new DirectoryHandle(descriptor, path.ToString());
            }
        }

        return Marshal.GetLastPInvokeError() is Errno.NotImplemented or Errno.NotPermitted or Errno.TryAgain
            ? null
            : throw new FileSystemException(path.ToString(), "opened", Marshal.GetLastPInvokeError());
    }

    private DirectoryHandle OpenStepwise(TreePath path)
    {
        int self;
        fixed (byte* here = "."u8)
        {
            self = Libc.OpenAt(this, here, Libc.ReadOnly | Libc.Directory | Libc.CloseOnExec, 0);
        }

        DirectoryHandle directory = self >= 0 ? new DirectoryHandle(self, Name) : throw Failure("opened");
        foreach (FileName name in path.ToNames())
        {
            using DirectoryHandle above = directory;
            directory = above.OpenDirectory(name);
        }

        return directory;
    }

    private int OpenAt(FileName name, int flags)
    {
        fixed (byte* pointer = name.Terminated)
        {
            return Libc.OpenAt(this, pointer, flags | Libc.CloseOnExec, 0);
        }
    }
}
