using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>This server's own account files: passwd(5), shadow(5), group(5), subuid(5) and subgid(5).</summary>
internal static class AccountFiles
{
    /// <summary>UIDs and GIDs below are the system's: no account's, and not given to one.</summary>
    public const long FirstId = 1000;

    /// <summary>The account as the files have it; null where it isn't in them, as where a directory service knows it.</summary>
    /// <exception cref="ItemFailedException">They can't be read.</exception>
    public static AccountConfig? Find(string name)
    {
        if (Lines("/etc/passwd", 7).FirstOrDefault(line => line[0] == name) is not { } user)
        {
            return null;
        }

        string[]? shadow = Lines("/etc/shadow", 8).FirstOrDefault(line => line[0] == name);
        IReadOnlyList<AccountGroup> groups = Groups();
        long gid = Number(user[3]);
        return new AccountConfig
        {
            Name = name,
            Uid = Number(user[2]),
            Gid = gid,
            Group = groups.FirstOrDefault(group => group.Gid == gid)?.Name,
            Comment = user[4],
            Home = user[5],
            Shell = user[6],
            Groups = [.. groups.Where(group => group.Members.Contains(name))],
            PasswordHash = shadow?[1],
            Aging = shadow is null ? null : string.Join(':', shadow[2..8]),
            SubUids = Ranges("/etc/subuid", name),
            SubGids = Ranges("/etc/subgid", name),
        };
    }

    public static IReadOnlyList<AccountGroup> Groups() =>
        [.. Lines("/etc/group", 4).Select(line => new AccountGroup(line[0], Number(line[2])) { Members = line[3].Split(',') })];

    /// <summary>Whose ranges of subordinate ids there are besides the account's.</summary>
    public static IReadOnlyList<SubordinateRange> OthersRanges(string path, string name) =>
        [.. Optional(path).Where(line => line[0] != name).Select(line => new SubordinateRange(Number(line[1]), Number(line[2])))];

    private static IReadOnlyList<SubordinateRange> Ranges(string path, string name) =>
        [.. Optional(path).Where(line => line[0] == name).Select(line => new SubordinateRange(Number(line[1]), Number(line[2])))];

    private static IEnumerable<string[]> Optional(string path) => File.Exists(path) ? Lines(path, 3) : [];

    private static IReadOnlyList<string[]> Lines(string path, int fields)
    {
        try
        {
            return [.. File.ReadAllLines(path).Select(line => line.Split(':')).Where(line => line.Length >= fields)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ItemFailedException($"\"{path}\" can't be read: {Names.Printable(e.Message).TrimEnd('.')}.", e);
        }
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
}
