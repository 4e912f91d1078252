using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Lists backups that the caller may see, newest first. Patterns of accounts and connectors, none means all; null filters nothing; <c>PerAccount</c> keeps the newest that many of each account.</summary>
public sealed record ListBackups(IReadOnlyList<string> Accounts, IReadOnlyList<string> Connectors, BackupKind? Kind, bool? Locked, DateTimeOffset? Since, DateTimeOffset? Before, int? PerAccount) : IOperation<IAsyncEnumerable<Backup>>;

internal sealed class ListBackupsHandler : ReadHandler<ListBackups, NoSubject, IAsyncEnumerable<Backup>>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    public override NoSubject Resolve(ListBackups request, OperationContext context) => new();

    public override Task<IAsyncEnumerable<Backup>> HandleAsync(ListBackups request, NoSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        AccountPatterns accounts = new(request.Accounts);
        NamePatterns connectors = new(request.Connectors);
        Dictionary<string, AccountRow> visible = AccountStore.BareCandidates(context.Db, accounts)
            .Where(account => Matches(account, accounts) && connectors.Matches(account.Connector, account.ConnectorId) && context.Allows(account.Target))
            .ToDictionary(account => account.Id, StringComparer.Ordinal);
        IEnumerable<BackupRow> rows = request.PerAccount is { } most
            ? Newest(request, context, visible.Keys, most)
            : BackupPages.Read(context.Services.Database, request, visible.Keys, context.Now);
        long locksEnd = context.TrustedNow;
        return Task.FromResult(rows
            .Where(backup => visible.ContainsKey(backup.AccountId))
            .Select(backup => backup.Show(visible[backup.AccountId], locksEnd))
            .ToAsyncEnumerable());
    }

    private static BackupRow[] Newest(ListBackups request, OperationContext context, IEnumerable<string> accounts, int most) =>
    [
        .. accounts
            .SelectMany(account => BackupStore.Page(context.Db, request, [account], context.Now, last: null, most))
            .OrderByDescending(backup => backup.CreatedAt)
            .ThenByDescending(backup => backup.Id, StringComparer.Ordinal),
    ];

    /// <summary>An orphan answers to its UUID only: its name may be another account's by now.</summary>
    private static bool Matches(AccountRow account, AccountPatterns patterns) =>
        patterns.MatchesId(account) || (!account.IsOrphan && patterns.MatchesName(account));
}
