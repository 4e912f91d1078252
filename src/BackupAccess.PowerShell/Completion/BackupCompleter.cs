using BackupAccess.Engine.Backups;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the ids of backups, newest first, of the account typed before where there is one.</summary>
internal sealed class BackupCompleter : BkCompleter
{
    private const int Most = 100;

    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query)
    {
        string[] accounts = query.BoundText("Account") is { } account ? [account] : [];
        return query.List(new ListBackups(accounts, [], Kind: null, Locked: null, Since: null, Before: null, PerAccount: null))
            .Where(backup => backup.Id.ToString().StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
            .Take(Most)
            .Select(backup => new Suggestion(backup.Id.ToString(), backup.ToString()));
    }
}
