using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>Lists the accounts that the caller may see; patterns of names, connector/name or UUIDs, of connectors, of owners and of tags, none means all. Live ones, or the orphans.</summary>
public sealed record ListAccounts(IReadOnlyList<string> Names, IReadOnlyList<string> Connectors, IReadOnlyList<string> Owners, AccountPresence Presence) : IOperation<IAsyncEnumerable<Account>>
{
    public IReadOnlyList<string> Tags { get; init; } = [];
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
        return [.. AccountStore.All(context.Db, request.Presence)
            .Where(account => (names.MatchesId(account) || names.MatchesName(account))
                && connectors.Matches(account.Connector, account.ConnectorId)
                && owners.Matches(account.Owner, account.OwnerId)
                && context.Allows(account.Target))
            .Select(AccountLookup.Show)
            .Where(account => request.Tags.Count == 0 || account.Tags.Any(tags.Matches))];
    }
}
