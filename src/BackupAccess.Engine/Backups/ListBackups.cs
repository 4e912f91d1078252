using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>Lists backups that the caller may see, newest first. Patterns of accounts and connectors, none means all; null filters nothing; <c>PerAccount</c> keeps the newest that many of each account.</summary>
public sealed record ListBackups(IReadOnlyList<string> Accounts, IReadOnlyList<string> Connectors, BackupKind? Kind, bool? Locked, DateTimeOffset? Since, DateTimeOffset? Before, int? PerAccount) : IOperation<IAsyncEnumerable<Backup>>;

internal sealed class ListBackupsHandler : ReadHandler<ListBackups, NoSubject, IAsyncEnumerable<Backup>>
{
    private const int PageSize = 1000;

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
            : Read(context.Services.Database, request, visible.Keys, context.Now);
        long locksEnd = context.TrustedNow;
        return Task.FromResult(rows
            .Where(backup => visible.ContainsKey(backup.AccountId))
            .Select(backup => backup.Show(visible[backup.AccountId], locksEnd))
            .ToAsyncEnumerable());
    }

    /// <summary>Page by page, so that a million is never held whole and the first come at once.</summary>
    private static IEnumerable<BackupRow> Read(StateDatabase database, ListBackups request, IReadOnlyCollection<string> accounts, long now)
    {
        BackupRow? last = null;
        while (accounts.Count > 0)
        {
            IReadOnlyList<BackupRow> page = ReadPage(database, request, accounts, now, last);
            foreach (BackupRow backup in page)
            {
                yield return backup;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1];
        }
    }

    private static IReadOnlyList<BackupRow> ReadPage(StateDatabase database, ListBackups request, IReadOnlyCollection<string> accounts, long now, BackupRow? last)
    {
        using StateConnection db = database.Connect();
        return BackupStore.Page(db, request, accounts, now, last, PageSize);
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
