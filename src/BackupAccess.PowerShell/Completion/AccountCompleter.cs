using BackupAccess.Engine.Accounts;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers accounts: by name where that is unique among those offered, else as connector/name.</summary>
internal sealed class AccountCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query)
    {
        string[] connectors = query.BoundText("Connector") is { } connector ? [connector] : [];
        Account[] accounts = [.. query.List(new ListAccounts([query.Pattern], connectors, [], AccountPresence.Live))];
        HashSet<string> twice = [.. accounts.CountBy(account => account.Name).Where(count => count.Value > 1).Select(count => count.Key)];
        bool byPath = query.Text.Contains('/', StringComparison.Ordinal);
        return accounts.Select(account => new Suggestion(
            byPath || twice.Contains(account.Name) ? account.Path : account.Name,
            $"{account.Path} {account.Home}"));
    }
}
