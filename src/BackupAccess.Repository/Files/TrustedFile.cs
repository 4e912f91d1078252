using System.Runtime.InteropServices;
using System.Text;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>
/// A file, open for reading, that nobody but root and one user can have put where it is, or changed: it is theirs, as are
/// the directories above it and the links on the way, and no other can write to any of them. What is looked at is what is
/// open, so a name that leads elsewhere afterwards changes nothing.
/// </summary>
public sealed class TrustedFile : IDisposable
{
    private const int MostLinks = 40;
    private const uint OthersWrite = 0x12;
    private const uint Sticky = 0x200;

    private readonly FileHandle _file;

    private TrustedFile(FileHandle file) => _file = file;

    public SafeHandle Handle => _file;

    /// <param name="path">Absolute.</param>
    /// <param name="user">Who is trusted besides root.</param>
    /// <exception cref="UntrustedFileException">Another could have put it there, or could change it.</exception>
    /// <exception cref="FileSystemException">It isn't there, is no file, or can't be opened.</exception>
    public static TrustedFile Open(string path, uint user)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string next = Path.GetFullPath(path);
        for (int links = 0; links <= MostLinks; links++)
        {
            if (Walk(next, user, out TrustedFile? file) is not { } redirected)
            {
                return file!;
            }

            next = redirected;
        }

        throw new FileSystemException(path, "opened", Errno.TooManyLinks);
    }

    /// <summary>The first bytes of it.</summary>
    public byte[] ReadStart(int count)
    {
        byte[] content = new byte[count];
        return content[.._file.Read(content, 0)];
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Goes down to the file, or to the first link.</summary>
    /// <returns>Where the link leads; null once the file is open.</returns>
    private static string? Walk(string path, uint user, out TrustedFile? file)
    {
        FileName[] names = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(name => FileName.FromBytes(Encoding.UTF8.GetBytes(name)))];
        file = null;
        DirectoryHandle folder = DirectoryHandle.Open("/");
        try
        {
            for (int i = 0; i < names.Length; i++)
            {
                RequireFolder(folder.GetStatus(), PathTo(names, i), user);
                FileStatus status = folder.GetStatus(names[i]);
                RequireOwner(status, PathTo(names, i + 1), user);
                if (status.Type == NodeType.Symlink)
                {
                    return Redirect(folder, names, i);
                }

                if (i == names.Length - 1)
                {
                    file = OpenFile(folder, names, user);
                    return null;
                }

                using DirectoryHandle above = folder;
                folder = above.OpenDirectory(names[i]);
            }

            throw new FileSystemException(path, "opened", Errno.IsDirectory);
        }
        finally
        {
            folder.Dispose();
        }
    }

    private static TrustedFile OpenFile(DirectoryHandle folder, FileName[] names, uint user)
    {
        string path = PathTo(names, names.Length);
        FileHandle file = folder.OpenFile(names[^1]);
        try
        {
            FileStatus status = file.GetStatus();
            RequireOwner(status, path, user);
            if (status.Type != NodeType.File)
            {
                throw new FileSystemException(path, "opened", Errno.Invalid);
            }

            return (status.Permissions & OthersWrite) == 0 ? new TrustedFile(file) : throw Writable(path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>In a directory where each may replace only what is its own, what is trusted stays.</summary>
    private static void RequireFolder(in FileStatus status, string path, uint user)
    {
        RequireOwner(status, path, user);
        if ((status.Permissions & OthersWrite) != 0 && (status.Permissions & Sticky) == 0)
        {
            throw Writable(path);
        }
    }

    private static void RequireOwner(in FileStatus status, string path, uint user)
    {
        if (status.Uid != 0 && status.Uid != user)
        {
            throw new UntrustedFileException($"\"{path}\" belongs to another user, with the id {status.Uid}.");
        }
    }

    private static UntrustedFileException Writable(string path) => new($"\"{path}\" can be written by others than its owner.");

    private static string Redirect(DirectoryHandle folder, FileName[] names, int link)
    {
        using FileHandle handle = folder.Pin(names[link]);
        string target = Encoding.UTF8.GetString(handle.ReadLink());
        return Path.GetFullPath(Path.Combine(Path.GetFullPath(target, PathTo(names, link)), Join(names[(link + 1)..])));
    }

    private static string PathTo(FileName[] names, int count) => "/" + Join(names[..count]);

    private static string Join(FileName[] names) => string.Join('/', names.Select(name => Encoding.UTF8.GetString(name.Bytes)));
}
