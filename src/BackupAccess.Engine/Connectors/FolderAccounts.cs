using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Connectors;

/// <summary>The sub-folders of a folder. Links, hidden folders and names that can't be shown are no accounts.</summary>
internal sealed class FolderAccounts(string folder) : IAccountSource
{
    private const char Replacement = '\uFFFD';

    // How a name that can't be shown is written: a real one that looked the same would be taken for it.
    private const char Escape = '\\';

    public IEnumerable<DiscoveredAccount> Discover()
    {
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("SourceUnavailable", $"The folder \"{folder}\" can't be read.", e);
        }

        return entries.Where(entry => entry.LinkTarget is not null || entry is DirectoryInfo).Select(Examine);
    }

    private static DiscoveredAccount Examine(FileSystemInfo entry)
    {
        string? leftOut = entry.LinkTarget is not null ? "it is a link"
            : entry.Name.StartsWith('.') ? "it is hidden"
            : entry.Name.Any(c => char.IsControl(c) || c is Replacement or Escape) ? "its name can't be shown"
            : null;
        return leftOut is null
            ? HomeIdentity.Examine(entry.Name, entry.FullName)
            : new DiscoveredAccount(Names.Printable(entry.Name), entry.FullName, Identity: null, leftOut);
    }
}
