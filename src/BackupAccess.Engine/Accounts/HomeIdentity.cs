using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Accounts;

/// <summary>
/// What a home directory is, whatever its name and group: who owns it, and the device, inode and birth time
/// (microseconds since 1970, null where the file system keeps none) that no other directory has.
/// </summary>
internal sealed record HomeIdentity(long Uid, long Gid, long Device, long Inode, long? Birth)
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long NanosecondsPerMicrosecond = 1_000;

    /// <summary>Whether it is one and the same home; its group may have changed.</summary>
    public bool IsSameHome(HomeIdentity other) => (Uid, Device, Inode, Birth) == (other.Uid, other.Device, other.Inode, other.Birth);

    /// <summary>Looks at a candidate for an account, whose home isn't followed where it is a link.</summary>
    public static DiscoveredAccount Examine(string name, string home)
    {
        if (!Path.IsPathFullyQualified(home) || Path.GetFileName(home).Length == 0)
        {
            return new DiscoveredAccount(name, home, Identity: null, $"\"{Names.Printable(home)}\" is no home directory");
        }

        return Examine(name, home, () => OpenDirectory(home));
    }

    /// <summary>Looks at a candidate in a folder that is open, wherever its path leads by now.</summary>
    public static DiscoveredAccount Examine(DirectoryHandle folder, string name, string home) =>
        Examine(name, home, () => folder.OpenDirectory(NameOf(home)));

    private static DiscoveredAccount Examine(string name, string home, Func<DirectoryHandle> open)
    {
        try
        {
            using DirectoryHandle directory = open();
            return new DiscoveredAccount(name, home, Of(directory), LeftOut: null);
        }
        catch (FileSystemException e)
        {
            return new DiscoveredAccount(name, home, Identity: null, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Opens an account's home for a backup or a restore.</summary>
    /// <exception cref="ConflictException">What is there now isn't the home that was discovered.</exception>
    /// <exception cref="BackupFailedException">There is no directory, or it can't be opened.</exception>
    public static DirectoryHandle OpenHome(AccountRow account, StateFolder state)
    {
        if (account.IsOrphan)
        {
            throw new ConflictException("AccountChanged", $"The account \"{account.Path}\" ({account.Id}) is no longer on its connector.");
        }

        if (ConnectorPath.Overlap(account.Home, state.Path))
        {
            throw new ConflictException("Conflict", $"The home of \"{account.Path}\" overlaps the state folder.");
        }

        DirectoryHandle? directory = null;
        try
        {
            directory = OpenDirectory(account.Home);
            if (!Of(directory).IsSameHome(account.Identity))
            {
                throw new ConflictException("AccountChanged", $"\"{account.Home}\" is not the directory that was discovered as \"{account.Path}\".");
            }

            DirectoryHandle opened = directory;
            directory = null;
            return opened;
        }
        catch (FileSystemException e)
        {
            throw new BackupFailedException("SourceUnavailable", $"The home of \"{account.Path}\" can't be opened: {e.Message}", e);
        }
        finally
        {
            directory?.Dispose();
        }
    }

    private static DirectoryHandle OpenDirectory(string home)
    {
        using DirectoryHandle above = DirectoryHandle.Open(Path.GetDirectoryName(home)!);
        return above.OpenDirectory(NameOf(home));
    }

    private static Repository.Trees.FileName NameOf(string home) =>
        Repository.Trees.FileName.FromBytes(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(home)));

    private static HomeIdentity Of(DirectoryHandle directory)
    {
        DirectoryIdentity identity = directory.GetIdentity();
        return new HomeIdentity(
            identity.Uid,
            identity.Gid,
            unchecked((long)identity.Device),
            unchecked((long)identity.Inode),
            identity.Birth is { } birth ? (birth.Seconds * MicrosecondsPerSecond) + (birth.Nanoseconds / NanosecondsPerMicrosecond) : null);
    }
}
