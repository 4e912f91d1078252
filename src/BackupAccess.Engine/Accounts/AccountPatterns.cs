using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>
/// Accounts asked for in a list: by name, by connector/name where there is a slash, or by UUID; none asked for means
/// all. An account's name is exact, as it is on its machine, save in a pattern; a connector's is taken in any case.
/// </summary>
internal readonly struct AccountPatterns(IReadOnlyList<string> patterns)
{
    private const int Few = 200;

    /// <summary>The names and UUIDs that are asked for, where they are few and none is a pattern; null where any account could be meant.</summary>
    public (string[] Names, string[] Ids)? Literal =>
        patterns.Count is > 0 and <= Few && patterns.All(Wildcards.IsLiteral)
            ? ([.. patterns.Select(NameOf)], [.. patterns.Select(pattern => pattern.ToLowerInvariant())])
            : null;

    public bool MatchesId(AccountRow account) =>
        patterns.Count == 0 || patterns.Contains(account.Id, StringComparer.OrdinalIgnoreCase);

    public bool MatchesName(AccountRow account) =>
        patterns.Count == 0 || patterns.Any(pattern => Matches(pattern, account));

    private static bool Matches(string pattern, AccountRow account)
    {
        int slash = pattern.IndexOf('/', StringComparison.Ordinal);
        return MatchesName(NameOf(pattern), account.AccountName)
            && (slash < 0 || Wildcards.Match(pattern[..slash], account.Connector, StringComparison.OrdinalIgnoreCase));
    }

    private static string NameOf(string pattern) => pattern[(pattern.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static bool MatchesName(string pattern, string name) =>
        Wildcards.IsLiteral(pattern) ? pattern == name : Wildcards.Match(pattern, name, StringComparison.OrdinalIgnoreCase);
}
