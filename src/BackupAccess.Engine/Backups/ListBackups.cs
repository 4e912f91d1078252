using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Lists backups that the caller may see, newest first. Patterns of accounts and connectors, none means all; null filters nothing; <c>PerAccount</c> keeps the newest that many of each account.</summary>
public sealed record ListBackups(IReadOnlyList<string> Accounts, IReadOnlyList<string> Connectors, BackupKind? Kind, bool? Locked, DateTimeOffset? Since, DateTimeOffset? Before, int? PerAccount) : IOperation<IAsyncEnumerable<Backup>>;

internal sealed class ListBackupsHandler : ListHandler<ListBackups, Backup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    protected override IReadOnlyList<Backup> List(ListBackups request, OperationContext context)
    {
        AccountPatterns accounts = new(request.Accounts);
        NamePatterns connectors = new(request.Connectors);
        Dictionary<string, AccountRow> visible = new[] { AccountPresence.Live, AccountPresence.Orphan }
            .SelectMany(presence => AccountStore.All(context.Db, presence))
            .Where(account => Matches(account, accounts) && connectors.Matches(account.Connector, account.ConnectorId) && context.Allows(account.Target))
            .ToDictionary(account => account.Id, StringComparer.Ordinal);
        return [.. BackupStore.List(context.Db, request, visible.Keys, context.Now)
            .Where(backup => visible.ContainsKey(backup.AccountId))
            .Select(backup => backup.Show(visible[backup.AccountId], context.TrustedNow))];
    }

    /// <summary>An orphan answers to its UUID only: its name may be another account's by now.</summary>
    private static bool Matches(AccountRow account, AccountPatterns patterns) =>
        patterns.MatchesId(account) || (!account.IsOrphan && patterns.MatchesName(account));
}
