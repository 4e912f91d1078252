using System.Runtime.InteropServices;
using BackupAccess.Repository.Files.Linux;

namespace BackupAccess.Repository.Storage;

/// <summary>
/// Gives a file a name that nothing has yet, in one step. <see cref="File.Move(string, string, bool)"/> looks first and
/// then replaces what came between; on a file system without hard links it even copies.
/// </summary>
internal static partial class NewName
{
    private const int WorkingFolder = -100;

    /// <returns>False when the name is taken; the file then keeps its own.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    public static bool TryTake(string path, string newPath)
    {
        if (!OperatingSystem.IsLinux())
        {
            return TryMove(path, newPath);
        }

        if (Rename(WorkingFolder, path, WorkingFolder, newPath, Libc.RenameNoReplace) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error switch
        {
            Errno.Exists => false,
            Errno.Invalid or Errno.NotImplemented or Errno.NotSupported => TryLink(path, newPath),
            _ => throw Failure(newPath, error),
        };
    }

    /// <summary>For file systems that know no such renaming, as NFS.</summary>
    internal static bool TryLink(string path, string newPath)
    {
        if (Link(path, newPath) == 0)
        {
            File.Delete(path);
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error switch
        {
            Errno.Exists => false,
            Errno.NotPermitted or Errno.NotImplemented or Errno.NotSupported or Errno.TooManyHardLinks => TryMove(path, newPath),
            _ => throw Failure(newPath, error),
        };
    }

    /// <summary>Not one step but on Windows: of two that take one name at the same moment, the later may replace the other's file.</summary>
    internal static bool TryMove(string path, string newPath)
    {
        if (Path.Exists(newPath))
        {
            return false;
        }

        try
        {
            File.Move(path, newPath, overwrite: !OperatingSystem.IsWindows());
            return true;
        }
        catch (IOException) when (OperatingSystem.IsWindows() && Path.Exists(newPath))
        {
            return false;
        }
    }

    private static IOException Failure(string path, int error) => new($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string newPath);
}
