using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>Finds accounts for a caller, and shows them.</summary>
internal static class AccountLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    /// <exception cref="InvalidRequestException">The caller knows several of that name.</exception>
    public static AccountRow Find(OperationContext context, AccountReference reference)
    {
        AccountRow[] known = Known(context, reference);
        return known switch
        {
            [AccountRow only] => only,
            [] => throw new NotFoundException("account", Names.Printable(reference.Text)) { IsHidden = Candidates(context.Db, reference).Any() },
            _ => throw new InvalidRequestException(
                "AmbiguousName", $"There are several accounts \"{reference.Text}\": {string.Join(", ", known.Select(account => account.Path))}."),
        };
    }

    /// <summary>The one account of that name that the caller may know of, else null.</summary>
    public static AccountRow? TryFind(OperationContext context, AccountReference reference) =>
        Known(context, reference) is [AccountRow only] ? only : null;

    public static Account Show(AccountRow account) => new()
    {
        Id = account.Guid,
        Name = account.AccountName,
        Connector = account.Connector,
        Type = Enum.Parse<AccountType>(account.Type),
        Owner = account.Owner,
        Home = account.Home,
        Uid = account.Uid,
        Gid = account.Gid,
        Email = account.Email,
        MaxOnDemand = (int?)account.MaxOnDemand,
        Domains = JsonText.ToList(account.Domains),
        Excludes = JsonText.ToList(account.Excludes),
        PriorityGroup = account.PriorityGroup,
        Tags = account.Tags is null ? [] : [.. account.Tags.Split(',').Order(StringComparer.OrdinalIgnoreCase)],
        Orphan = account.IsOrphan,
        Orphaned = account.GoneAt.ToTime(),
        Backups = (int)account.Backups,
        LastBackup = account.LastBackupAt == 0 ? null : account.LastBackupAt.ToTime(),
        Suspended = account.SuspendedAt.ToTime(),
        Discovered = account.DiscoveredAt.ToTime(),
    };

    private static AccountRow[] Known(OperationContext context, AccountReference reference) =>
        [.. Candidates(context.Db, reference).Where(account => context.MayKnow<ListAccounts>(account.Target))];

    private static IEnumerable<AccountRow> Candidates(StateConnection db, AccountReference reference)
    {
        if (reference.Id is { } id || Guid.TryParse(reference.Text, out id))
        {
            return AccountStore.Find(db, id) is { } account ? [account] : [];
        }

        int slash = reference.Text.IndexOf('/', StringComparison.Ordinal);
        string connector = slash < 0 ? "" : reference.Text[..slash];
        return AccountStore.FindLive(db, reference.Text[(slash + 1)..])
            .Where(account => slash < 0 || string.Equals(account.Connector, connector, StringComparison.OrdinalIgnoreCase));
    }
}
