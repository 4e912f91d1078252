using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Downloads;

/// <summary>Lists downloads that the caller may fetch, newest first; ids, and patterns of accounts and connectors, none means all.</summary>
public sealed record ListDownloads(IReadOnlyList<string> Ids, IReadOnlyList<string> Accounts, IReadOnlyList<string> Connectors) : IOperation<IAsyncEnumerable<Download>>;

internal sealed class ListDownloadsHandler : ListHandler<ListDownloads, Download>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    protected override IReadOnlyList<Download> List(ListDownloads request, OperationContext context)
    {
        AccountPatterns accounts = new(request.Accounts);
        NamePatterns connectors = new(request.Connectors);
        HashSet<string> ids = new(request.Ids, StringComparer.OrdinalIgnoreCase);
        return [.. DownloadStore.All(context.Db, context.TrustedNow)
            .Where(download => ids.Count == 0 || ids.Contains(download.Id))
            .Select(download => new DownloadSubject(download, AccountStore.Find(context.Db, Guid.Parse(download.AccountId))!))
            .Where(download => Matches(download.Account, accounts)
                && connectors.Matches(download.Account.Connector, download.Account.ConnectorId)
                && context.Allows(download.Account.Target))
            .Select(download => download.Download.Show(download.Account))];
    }

    /// <summary>An orphan answers to its UUID only: its name may be another account's by now.</summary>
    private static bool Matches(AccountRow account, AccountPatterns patterns) =>
        patterns.MatchesId(account) || (!account.IsOrphan && patterns.MatchesName(account));
}
