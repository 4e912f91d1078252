using System.Security.Cryptography;
using System.Text;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>
/// A place of this server that its administrator names by a path: the directory that it is in, open, and its name there.
/// Links are followed only where nobody but root could have put them; from the first directory that others can write to,
/// none is.
/// </summary>
public sealed class HostPlace : IDisposable
{
    private const int MostLinks = 40;
    private const uint OthersWrite = 0x12;
    private const uint Sticky = 0x200;

    private HostPlace(DirectoryHandle folder, FileName name, bool isGuarded)
    {
        Folder = folder;
        Name = name;
        IsGuarded = isGuarded;
    }

    /// <summary>The directory that it is in.</summary>
    public DirectoryHandle Folder { get; }

    /// <summary>Its name there. Nothing need be of that name.</summary>
    public FileName Name { get; }

    /// <summary>Whether nobody but root can have put there what is there.</summary>
    public bool IsGuarded { get; }

    /// <summary>The group of the directory that it is in.</summary>
    public uint FolderGroup => Folder.GetStatus().Gid;

    /// <summary>Opens the directory of a place; null where it isn't there.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="FileSystemException">It can't be opened, or a link on the way isn't to be followed.</exception>
    /// <exception cref="FormatException">It can't be a path.</exception>
    public static HostPlace? TryOpen(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string next = path;
        for (int links = 0; links <= MostLinks; links++)
        {
            if (!TryWalk(next, out HostPlace? place, out string? redirected))
            {
                return null;
            }

            if (place is not null)
            {
                return place;
            }

            next = redirected!;
        }

        throw new FileSystemException(path, "opened", Errno.TooManyLinks);
    }

    /// <summary>Replaces the file that is there, whole or not at all, by one of the same owner and permissions; where there is none, makes one for root alone.</summary>
    /// <exception cref="FileSystemException">It can't be written.</exception>
    public void Replace(ReadOnlySpan<byte> content)
    {
        FileName temporary = FileName.Parse($".backup-access-{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        try
        {
            using (FileHandle file = Folder.CreateFile(temporary))
            {
                file.Write(content, 0);
                if (Folder.TryGetStatus(Name, out FileStatus status))
                {
                    Require(file.SetOwner(status.Uid, status.Gid));
                    Require(file.SetPermissions(status.Permissions));
                }
            }

            if (!Folder.TryRename(temporary, Name, replace: true))
            {
                throw new FileSystemException(Name.ToString(), "replaced", Errno.IsDirectory);
            }
        }
        finally
        {
            Folder.Remove(temporary);
        }

        void Require(int error)
        {
            if (error != 0)
            {
                throw new FileSystemException(Name.ToString(), "given its owner", error);
            }
        }
    }

    public void Dispose() => Folder.Dispose();

    /// <summary>Goes down to the directory of a path, or to the first link, and says where that leads. False where a directory isn't there.</summary>
    private static bool TryWalk(string path, out HostPlace? place, out string? redirected)
    {
        FileName[] names = NamesOf(path);
        place = null;
        redirected = null;
        DirectoryHandle? folder = DirectoryHandle.Open("/");
        try
        {
            bool isGuarded = true;
            for (int i = 0; ; i++)
            {
                FileStatus here = folder.GetStatus();
                isGuarded = isGuarded && here.Uid == 0 && (!IsOpenToOthers(here) || (here.Permissions & Sticky) != 0);
                bool isThere = folder.TryGetStatus(names[i], out FileStatus status);
                if (isThere && status.Type == NodeType.Symlink)
                {
                    redirected = Redirect(folder, names, i, isGuarded && status.Uid == 0);
                    return true;
                }

                if (i == names.Length - 1)
                {
                    place = new HostPlace(folder, names[i], isGuarded && !IsOpenToOthers(here));
                    folder = null;
                    return true;
                }

                if (!isThere)
                {
                    return false;
                }

                using DirectoryHandle above = folder;
                folder = null;
                folder = above.OpenDirectory(names[i]);
            }
        }
        finally
        {
            folder?.Dispose();
        }
    }

    /// <summary>The path with a link replaced by what it says. The directories before it are none, so that ".." is what it looks like.</summary>
    private static string Redirect(DirectoryHandle folder, FileName[] names, int link, bool isFollowed)
    {
        if (!isFollowed)
        {
            throw new FileSystemException(names[link].ToString(), "opened", Errno.TooManyLinks);
        }

        using FileHandle handle = folder.Pin(names[link]);
        string target = Encoding.UTF8.GetString(handle.ReadLink());
        string above = "/" + Join(names[..link]);
        return Path.GetFullPath(Path.Combine(Path.GetFullPath(target, above), Join(names[(link + 1)..])));
    }

    private static bool IsOpenToOthers(in FileStatus directory) => (directory.Permissions & OthersWrite) != 0;

    private static FileName[] NamesOf(string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0
            ? [.. names.Select(name => FileName.FromBytes(Encoding.UTF8.GetBytes(name)))]
            : throw new FormatException($"\"{path}\" names nothing in a directory.");
    }

    private static string Join(FileName[] names) => string.Join('/', names.Select(name => Encoding.UTF8.GetString(name.Bytes)));
}
