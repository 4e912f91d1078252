using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Connectors;

/// <summary>
/// This server's Linux users, from the system's own account database (getpwent, and so whatever it is configured to
/// ask). UIDs and GIDs below 1000 are the system's and never an account, nor is the overflow user "nobody".
/// </summary>
internal sealed class LinuxAccounts : IAccountSource
{
    private const long FirstId = 1000;
    private const long OverflowId = 65534;

    public IEnumerable<DiscoveredAccount> Discover()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new BackupFailedException("UnsupportedPlatform", "A connector of kind Linux works on Linux only.");
        }

        return PasswordDatabase.Read().Where(IsAccount).DistinctBy(entry => entry.Name).Select(Examine);
    }

    private static bool IsAccount(PasswordEntry entry) => entry is { Uid: >= FirstId and not OverflowId, Gid: >= FirstId and not OverflowId };

    private static DiscoveredAccount Examine(PasswordEntry entry)
    {
        if (entry.Name.Any(char.IsControl) || entry.Name.Contains('/', StringComparison.Ordinal))
        {
            return new DiscoveredAccount(Names.Printable(entry.Name), entry.Home, Identity: null, "its name can't be shown");
        }

        DiscoveredAccount account = HomeIdentity.Examine(entry.Name, Normalize(entry.Home));
        string? leftOut = account.Identity is not { } home ? account.LeftOut
            : home.Uid != entry.Uid ? $"its home \"{account.Home}\" belongs to the user id {home.Uid}"
            : null;
        return leftOut is null
            ? account with { Identity = account.Identity! with { Gid = entry.Gid } }
            : account with { Identity = null, LeftOut = leftOut };
    }

    private static string Normalize(string home) =>
        Path.IsPathFullyQualified(home) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(home)) : home;
}
