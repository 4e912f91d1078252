using System.Runtime.InteropServices;

namespace BackupAccess.Engine.State;

/// <summary>Files and folders that only their owner reads and writes, from their first moment on.</summary>
internal static partial class PrivateFile
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <exception cref="IOException">There is a file of that name already.</exception>
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Makes a folder, and those above it, where they are missing.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Forces a folder's names to the disk, without which a crash may lose one although its file isn't lost. On Linux.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int descriptor = Open(path, ReadOnlyCloseOnExec);
        bool flushed = descriptor >= 0 && Synchronize(descriptor) == 0;
        string problem = Marshal.GetLastPInvokeErrorMessage();
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        if (!flushed)
        {
            throw new IOException($"The folder \"{path}\" can't be forced to the disk: {problem}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
