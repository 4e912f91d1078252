using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>Lists the accounts that the caller may see; patterns of names, connector/name or UUIDs, of connectors, of owners and of tags, none means all. Live ones, or the orphans.</summary>
public sealed record ListAccounts(IReadOnlyList<string> Names, IReadOnlyList<string> Connectors, IReadOnlyList<string> Owners, AccountPresence Presence) : IOperation<IAsyncEnumerable<Account>>
{
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether only those are listed that a live account and former ones of its connector share a name with.</summary>
    public bool Assignable { get; init; }
}

internal sealed class ListAccountsHandler : ListHandler<ListAccounts, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    protected override IReadOnlyList<Account> List(ListAccounts request, OperationContext context)
    {
        AccountPatterns names = new(request.Names);
        NamePatterns connectors = new(request.Connectors);
        NamePatterns owners = new(request.Owners);
        NamePatterns tags = new(request.Tags);
        return [.. Candidates(request, context, names)
            .Where(account => (names.MatchesId(account) || names.MatchesName(account))
                && connectors.Matches(account.Connector, account.ConnectorId)
                && owners.Matches(account.Owner, account.OwnerId))
            .Select(AccountLookup.Show)
            .Where(account => request.Tags.Count == 0 || account.Tags.Any(tags.Matches))];
    }

    private static IEnumerable<AccountRow> Candidates(ListAccounts request, OperationContext context, AccountPatterns names) => request.Assignable
        ? Assignable(AccountStore.All(context.Db, AccountPresence.Any).Where(account => context.Allows(account.Target)), request.Presence)
        : AccountStore.Candidates(context.Db, request.Presence, names).Where(account => context.Allows(account.Target));

    /// <summary>A live account and those that were it before, the live one first; who may not see one of them is told of neither.</summary>
    private static IEnumerable<AccountRow> Assignable(IEnumerable<AccountRow> accounts, AccountPresence presence) => accounts
        .GroupBy(account => (account.ConnectorId, account.AccountName))
        .Where(group => group.Any(account => !account.IsOrphan) && group.Any(account => account.IsOrphan))
        .SelectMany(group => group.OrderBy(account => account.IsOrphan))
        .Where(account => presence == AccountPresence.Any || account.IsOrphan == (presence == AccountPresence.Orphan));
}
