using System.Runtime.InteropServices;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;
using Microsoft.Win32.SafeHandles;

namespace BackupAccess.Repository.Storage;

/// <summary>
/// Regular files in folders that others may write in. A link isn't followed there, and a fifo or a device isn't waited for:
/// neither is a file to this. On Linux; elsewhere only a folder isn't.
/// </summary>
public static unsafe class PlainFile
{
    private const int WorkingFolder = -100;

    /// <summary>Its size; null when no regular file has that name.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static long? SizeOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            FileInfo file = new(path);
            return file.Exists ? file.Length : null;
        }

        StatX stat;
        if (Libc.StatX(WorkingFolder, path, Libc.NoFollow | Libc.NoAutomount, StatX.BasicStats, &stat) == 0)
        {
            FileStatus status = new(stat);
            return status.Type == NodeType.File ? status.Size : null;
        }

        int error = Marshal.GetLastPInvokeError();
        return error is Errno.NoEntry or Errno.NotDirectory ? null : throw Failure(path, error);
    }

    /// <summary>Opens it to be read.</summary>
    /// <exception cref="FileNotFoundException">Nothing has that name.</exception>
    /// <exception cref="IOException">It is no regular file, or the system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static SafeFileHandle Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        int descriptor = Libc.Open(path, Libc.ReadOnly | Libc.NonBlocking | Libc.NoFollowLinks | Libc.CloseOnExec, 0);
        if (descriptor < 0)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }

        SafeFileHandle file = new(descriptor, ownsHandle: true);
        byte none = 0;
        StatX stat;
        bool isExamined = Libc.StatX(file, &none, Libc.EmptyPath, StatX.BasicStats, &stat) == 0;
        int error = Marshal.GetLastPInvokeError();
        if (isExamined && new FileStatus(stat).Type == NodeType.File)
        {
            return file;
        }

        file.Dispose();
        throw isExamined ? new IOException("it is no regular file.", Errno.Invalid) : Failure(path, error);
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="largest">Bytes that it may have.</param>
    /// <inheritdoc cref="Open"/>
    public static byte[] Read(string path, int largest)
    {
        using SafeFileHandle file = Open(path);
        long size = RandomAccess.GetLength(file);
        if (size > largest)
        {
            throw new IOException($"it has {size} bytes, more than the {largest} that it may have.", Errno.Invalid);
        }

        byte[] content = new byte[size];
        for (int read = 0; read < content.Length;)
        {
            int more = RandomAccess.Read(file, content.AsSpan(read), read);
            read += more > 0 ? more : throw new IOException("it became shorter while it was read.", Errno.Invalid);
        }

        return content;
    }

    /// <summary>As the platform's own calls tell it.</summary>
    private static Exception Failure(string path, int error)
    {
        string message = $"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'";
        return error switch
        {
            Errno.NoEntry => new FileNotFoundException(message, path),
            Errno.NotPermitted or Errno.AccessDenied => new UnauthorizedAccessException(message, new IOException(message, error)),
            Errno.NameTooLong => new PathTooLongException(message),
            Errno.TooManyLinks => new IOException("it is a link.", error),
            Errno.NoSuchAddress => new IOException("it is no regular file.", error),
            _ => new IOException(message, error),
        };
    }
}
