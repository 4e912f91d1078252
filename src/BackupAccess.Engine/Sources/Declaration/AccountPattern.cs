using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Sources.Declaration;

/// <summary>
/// A path with <c>{account}</c>, <c>{home}</c> and <c>{domain}</c>. What takes their place is no more than a part of a name:
/// neither an account nor a domain leads to another folder.
/// </summary>
internal static class AccountPattern
{
    public const string Home = "{home}";
    private const string Account = "{account}";
    private const string Domain = "{domain}";
    private const int MaxName = 200;

    /// <summary>What is wrong with a pattern; null where nothing is.</summary>
    public static string? FindFault(string pattern)
    {
        string rest = pattern.Replace(Account, "", StringComparison.Ordinal).Replace(Domain, "", StringComparison.Ordinal);
        rest = rest.StartsWith(Home + "/", StringComparison.Ordinal) ? rest[Home.Length..] : rest;
        return rest.AsSpan().IndexOfAny('{', '}') >= 0 ? "holds a placeholder that there isn't"
            : !rest.StartsWith('/') ? $"is neither absolute nor below {Home}"
            : pattern.TrimEnd('/').Split('/')[1..].Any(part => part is "" or "." or ".." or { Length: > MaxName }) ? "holds a part that is no name"
            : null;
    }

    /// <summary>Whether it lies in the account's home.</summary>
    public static bool IsInHome(string pattern) => pattern.StartsWith(Home, StringComparison.Ordinal);

    /// <summary>The paths that it means for an account: one for each of its domains, or one. Below the home, relative to that.</summary>
    public static IEnumerable<string> Expand(string pattern, AccountRow account)
    {
        string path = IsInHome(pattern) ? pattern[(Home.Length + 1)..] : pattern;
        if (path.Contains(Account, StringComparison.Ordinal))
        {
            if (!IsName(account.AccountName))
            {
                return [];
            }

            path = path.Replace(Account, account.AccountName, StringComparison.Ordinal);
        }

        return path.Contains(Domain, StringComparison.Ordinal)
            ? JsonText.ToList(account.Domains).Where(IsDomain).Select(domain => path.Replace(Domain, domain.ToLowerInvariant(), StringComparison.Ordinal)).Distinct()
            : [path];
    }

    private static bool IsDomain(string domain) => IsName(domain) && Uri.CheckHostName(domain) == UriHostNameType.Dns;

    private static bool IsName(string name) => name.Length > 0 && name[0] is not '.' and not '-' && !name.Any(c => c is '/' or '\0' || char.IsControl(c));
}
