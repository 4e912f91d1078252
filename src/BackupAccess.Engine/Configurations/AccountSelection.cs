using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Configurations;

/// <summary>Which accounts of its connector a configuration backs up: those that match each list that is given, one of whose entries at least.</summary>
/// <param name="Names">Names and patterns of names.</param>
/// <param name="Tags">Names and patterns of tags.</param>
/// <param name="Owners">Names and patterns of owners.</param>
internal sealed record AccountSelection(IReadOnlyList<string>? Names, IReadOnlyList<string>? Tags, IReadOnlyList<string>? Owners)
{
    public static AccountSelection All { get; } = new(Names: null, Tags: null, Owners: null);

    /// <summary>The names that are no patterns: each means an account that is to be there.</summary>
    public IEnumerable<string> Literal => (Names ?? []).Where(Wildcards.IsLiteral);

    public bool Matches(AccountRow account) =>
        (Names is null || Names.Any(name => Wildcards.IsLiteral(name) ? name == account.AccountName : Wildcards.Match(name, account.AccountName, StringComparison.OrdinalIgnoreCase)))
        && (Tags is null || (account.Tags ?? "").Split(',').Any(tag => tag.Length > 0 && MatchesOne(Tags, tag)))
        && (Owners is null || MatchesOne(Owners, account.Owner));

    public override string ToString()
    {
        string[] parts = [.. Part("names", Names), .. Part("tags", Tags), .. Part("owners", Owners)];
        return parts.Length == 0 ? "all" : string.Join("; ", parts);
    }

    private static bool MatchesOne(IReadOnlyList<string> patterns, string? name) => patterns.Count > 0 && new NamePatterns(patterns).Matches(name);

    private static string[] Part(string name, IReadOnlyList<string>? entries) => entries is null ? [] : [$"{name} {string.Join(", ", entries)}"];
}
