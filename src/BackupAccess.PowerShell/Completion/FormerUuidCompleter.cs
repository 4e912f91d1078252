using BackupAccess.Engine.Accounts;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the UUIDs of orphans: of the account named before, where one is.</summary>
internal sealed class FormerUuidCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListAccounts(query.BoundText("Account") is { } account ? [account] : [], [], [], AccountPresence.Orphan))
            .Where(orphan => orphan.Id.ToString().StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(orphan => orphan.Orphaned)
            .Select(orphan => new Suggestion(orphan.Id.ToString(), $"{orphan.Path} {orphan.Backups} backups, gone since {orphan.Orphaned:yyyy-MM-dd}"));
}
