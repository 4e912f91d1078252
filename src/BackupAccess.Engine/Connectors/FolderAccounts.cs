using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Connectors;

/// <summary>The sub-folders of a folder. Links, hidden folders and names that can't be shown are no accounts.</summary>
internal sealed class FolderAccounts(string folder) : IAccountSource
{
    private const char Replacement = '\uFFFD';

    // How a name that can't be shown is written: a real one that looked the same would be taken for it.
    private const char Escape = '\\';

    public IEnumerable<DiscoveredAccount> Discover()
    {
        try
        {
            using DirectoryHandle opened = Open();
            FileSystemInfo[] entries = new DirectoryInfo(folder).GetFileSystemInfos();
            return [.. entries.Where(entry => entry.LinkTarget is not null || entry is DirectoryInfo).Select(entry => Examine(opened, entry))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FileSystemException)
        {
            throw new BackupFailedException("SourceUnavailable", $"The folder \"{folder}\" can't be read, or is reached through a link.", e);
        }
    }

    /// <summary>No link was in the path when the connector was made: who could put one there since has the say over no other folder.</summary>
    private DirectoryHandle Open()
    {
        TreePath path = folder.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(TreePath.Root, (above, part) => above.Append(FileName.FromBytes(Encoding.UTF8.GetBytes(part))));
        using DirectoryHandle root = DirectoryHandle.Open("/");
        return root.OpenBeneath(path);
    }

    private static DiscoveredAccount Examine(DirectoryHandle opened, FileSystemInfo entry)
    {
        string? leftOut = entry.LinkTarget is not null ? "it is a link"
            : entry.Name.StartsWith('.') ? "it is hidden"
            : entry.Name.Any(c => char.IsControl(c) || c is Replacement or Escape) ? "its name can't be shown"
            : null;
        return leftOut is null
            ? HomeIdentity.Examine(opened, entry.Name, entry.FullName)
            : new DiscoveredAccount(Names.Printable(entry.Name), entry.FullName, Identity: null, leftOut);
    }
}
