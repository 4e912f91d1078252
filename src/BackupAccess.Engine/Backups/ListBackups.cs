using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

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
        long locksEnd = context.TrustedNow;
        bool areAllAsked = request is { Accounts: [], Connectors: [], PerAccount: null };
        (IEnumerable<BackupRow> rows, Func<string, AccountRow?> visible) = areAllAsked ? All(request, context) : Chosen(request, context);
        return Task.FromResult(rows
            .Select(backup => visible(backup.AccountId) is { } account ? backup.Show(account, locksEnd) : null)
            .OfType<Backup>()
            .ToAsyncEnumerable());
    }

    /// <summary>Accounts are looked up as their backups come, so that the first don't wait for all of many.</summary>
    private static (IEnumerable<BackupRow> Rows, Func<string, AccountRow?> Visible) All(ListBackups request, OperationContext context)
    {
        StateDatabase database = context.Services.Database;
        Dictionary<string, AccountRow?> met = new(StringComparer.Ordinal);
        return (BackupPages.Read(database, request, accounts: null, context.Now), Visible);

        AccountRow? Visible(string id)
        {
            if (!met.TryGetValue(id, out AccountRow? account))
            {
                using StateConnection db = database.Connect();
                account = AccountStore.Find(db, Guid.Parse(id)) is { } found && context.Allows(found.Target) ? found : null;
                met.Add(id, account);
            }

            return account;
        }
    }

    private static (IEnumerable<BackupRow> Rows, Func<string, AccountRow?> Visible) Chosen(ListBackups request, OperationContext context)
    {
        AccountPatterns accounts = new(request.Accounts);
        NamePatterns connectors = new(request.Connectors);
        Dictionary<string, AccountRow> visible = AccountStore.BareCandidates(context.Db, accounts)
            .Where(account => Matches(account, accounts) && connectors.Matches(account.Connector, account.ConnectorId) && context.Allows(account.Target))
            .ToDictionary(account => account.Id, StringComparer.Ordinal);
        IEnumerable<BackupRow> rows = request.PerAccount is { } most
            ? Newest(request, context, visible.Keys, most)
            : BackupPages.Read(context.Services.Database, request, visible.Keys, context.Now);
        return (rows, id => visible.GetValueOrDefault(id));
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
