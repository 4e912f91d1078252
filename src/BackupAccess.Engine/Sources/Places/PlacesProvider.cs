using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Sources.Declaration;
using BackupAccess.Engine.Sources.LinuxAccounts;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources.Places;

/// <summary>Files and directories of this server, each under its own name in the item, or in a folder of it.</summary>
/// <param name="patterns">Where they are.</param>
/// <param name="under">The folder of the item; empty for none.</param>
internal sealed class PlacesProvider(IReadOnlyList<string> patterns, string under) : IItemProvider
{
    private const int NoEntry = 2;

    // Their ids are the system's, and none of an account that may have come to one since.
    private static readonly IdRange s_system = new(0, (uint)AccountFiles.FirstId - 1);

    public string Name => "files";

    public Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        List<ArchiveSource> found = [];
        foreach (string pattern in patterns)
        {
            found.AddRange(AccountPattern.Expand(pattern, scan.Account).Select(path => Find(pattern, path, scan)).OfType<ArchiveSource>());
        }

        return Task.FromResult<IReadOnlyList<ArchiveSource>>(found.Count == 0 || under.Length == 0 ? found : [new SourceFolder(FileName.Parse(under), found)]);
    }

    public async Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        TreePath above = under.Length == 0 ? TreePath.Root : TreePath.Root.Append(FileName.Parse(under));
        foreach (string pattern in patterns)
        {
            foreach (string path in AccountPattern.Expand(pattern, restore.Account))
            {
                TreePath stored = above.Append(NamesOf(path)[^1]);
                if (await restore.FindAsync(stored, cancellationToken).ConfigureAwait(false) is not null)
                {
                    restore.Claim(stored);
                    await PutAsync(pattern, path, stored, restore, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static ArchiveSource? Find(string pattern, string path, SourceScan scan)
    {
        FileName name = NamesOf(path)[^1];
        try
        {
            return AccountPattern.IsInHome(pattern) ? FindInHome(path, scan) : FindOnHost(path, scan);
        }
        catch (FileSystemException e) when (e.Error == NoEntry)
        {
            return null;
        }
        catch (Exception e) when (e is FileSystemException or ItemFailedException)
        {
            return new SourceStream(name, _ => throw new SourceFailedException(e.Message, e));
        }
    }

    private static ArchiveSource? FindInHome(string path, SourceScan scan)
    {
        FileName[] names = NamesOf(path);
        DirectoryHandle folder = scan.Keep(scan.Home.OpenBeneath(PathOf(names[..^1])));
        return folder.TypeOf(names[^1]) switch
        {
            null => null,
            NodeType.Dir => new SourceTree(names[^1], scan.Keep(folder.OpenDirectory(names[^1])), Excludes: null),
            _ => new SourceFile(names[^1], folder),
        };
    }

    private static ArchiveSource? FindOnHost(string path, SourceScan scan)
    {
        HostPlace? place = HostPlace.TryOpen(path);
        if (place is null)
        {
            return null;
        }

        scan.Keep(place);
        // Where others can write, what isn't the account's may be anything.
        uint? owner = place.IsGuarded ? null : (uint)scan.Account.Uid;
        switch (place.Folder.TypeOf(place.Name))
        {
            case null:
                return null;
            case NodeType.Dir:
                DirectoryHandle directory = scan.Keep(place.Folder.OpenDirectory(place.Name));
                return owner is null || directory.GetIdentity().Uid == owner
                    ? new SourceTree(place.Name, directory, Excludes: null)
                    : throw new ItemFailedException($"\"{path}\" isn't the account's.");
            default:
                return new SourceFile(place.Name, place.Folder) { Owner = owner };
        }
    }

    private static async Task PutAsync(string pattern, string path, TreePath stored, ItemRestore restore, CancellationToken cancellationToken)
    {
        if (restore.WantedOf(stored).Count == 0)
        {
            return;
        }

        try
        {
            await (AccountPattern.IsInHome(pattern) ? PutIntoHomeAsync(path, stored, restore, cancellationToken) : PutOnHostAsync(path, stored, restore, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileSystemException or ItemFailedException)
        {
            restore.Problem(e.Message);
        }
    }

    private static async Task PutIntoHomeAsync(string path, TreePath stored, ItemRestore restore, CancellationToken cancellationToken)
    {
        if (await restore.IsInRestoredHomeAsync(stored, PathOf(NamesOf(path)), cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        using DirectoryHandle home = restore.OpenHome();
        using DirectoryHandle folder = home.OpenBeneath(PathOf(NamesOf(path)[..^1]));
        await restore.WriteAsync(stored, folder, Own(restore.Account, (uint)restore.Account.Gid), cancellationToken).ConfigureAwait(false);
    }

    private static async Task PutOnHostAsync(string path, TreePath stored, ItemRestore restore, CancellationToken cancellationToken)
    {
        using HostPlace place = HostPlace.TryOpen(path) ?? throw new ItemFailedException($"The folder of \"{path}\" isn't there.");
        bool isThere = place.Folder.TypeOf(place.Name) is not null;
        bool isOwn = isThere ? place.Folder.OwnerOf(place.Name) == restore.Account.Uid : !place.IsGuarded;
        if (!isOwn && !place.IsGuarded)
        {
            throw new ItemFailedException($"\"{path}\" isn't the account's.");
        }

        if (!isOwn && !restore.IsByConnector)
        {
            throw new ItemFailedException($"\"{path}\" stayed as it is: it is put back by who reaches the account's connector.");
        }

        if (place.Name != stored.Name)
        {
            throw new ItemFailedException($"\"{path}\" is a link to what has another name.");
        }

        RestoreOwnership ownership = isOwn ? Own(restore.Account, place.FolderGroup)
            : Environment.IsPrivilegedProcess ? RestoreOwnership.Within(s_system, s_system, 0)
            : RestoreOwnership.Restorer;
        await restore.WriteAsync(stored, place.Folder, ownership, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The account's own; a mailbox keeps the group that the spool gives it.</summary>
    private static RestoreOwnership Own(AccountRow account, uint group) => Environment.IsPrivilegedProcess
        ? RestoreOwnership.Within(new IdRange((uint)account.Uid, (uint)account.Uid), new IdRange(group, group), (uint)account.Gid)
        : RestoreOwnership.Restorer;

    private static FileName[] NamesOf(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(name => FileName.FromBytes(Encoding.UTF8.GetBytes(name)))];

    private static TreePath PathOf(FileName[] names) => names.Aggregate(TreePath.Root, (path, name) => path.Append(name));
}
