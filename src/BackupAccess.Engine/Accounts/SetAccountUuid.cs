using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>
/// Gives a live account the UUID of a former one, and with it that one's backups, repository and settings; the owner of
/// either isn't carried over. The UUID that the account had becomes an orphan, or is dropped where it has no backup.
/// </summary>
/// <param name="Account">The live account; or, where no UUID is named, the former one itself.</param>
/// <param name="Uuid">The former account; null for the only one with backups that the account's connector had under its name.</param>
public sealed record SetAccountUuid(AccountReference Account, Guid? Uuid) : IOperation<Account>;

internal sealed class SetAccountUuidHandler : ChangeHandler<SetAccountUuid, AccountUuidSubject, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountUuidSubject Resolve(SetAccountUuid request, OperationContext context)
    {
        AccountRow named = AccountLookup.Find(context, request.Account);
        if (request.Uuid is { } uuid)
        {
            return new AccountUuidSubject(named, AccountLookup.Find(context, new AccountReference(uuid)));
        }

        AccountRow live = named.IsOrphan ? LiveOf(context, named) : named;
        return new AccountUuidSubject(live, OnlyFormerOf(context, live));
    }

    public override Account Handle(SetAccountUuid request, AccountUuidSubject subject, OperationContext context)
    {
        (AccountRow account, AccountRow former) = (subject.Account, subject.Former);
        if (account.Id == former.Id && !account.IsOrphan)
        {
            return AccountLookup.Show(account);
        }

        RequireAssignable(account, former);
        AccountWork.RequireNone(context, account);
        AccountWork.RequireNone(context, former);
        string left = AccountDeparture.Leave(context, account) ? "is dropped" : "is an orphan";
        AccountStore.SetPlace(context.Db, former.Guid, account);
        context.Tell($"its UUID is {former.Id} now, {account.Id} {left}");
        return AccountLookup.Show(AccountStore.Find(context.Db, former.Guid)!);
    }

    private static AccountRow LiveOf(OperationContext context, AccountRow former) =>
        AccountStore.FindLive(context.Db, former.AccountName)
            .FirstOrDefault(account => account.ConnectorId == former.ConnectorId && context.MayKnow<ListAccounts>(account.Target))
        ?? throw new NotFoundException("live account", former.Path);

    /// <exception cref="NotFoundException">There is none that the caller may know of.</exception>
    /// <exception cref="InvalidRequestException">There are several.</exception>
    private static AccountRow OnlyFormerOf(OperationContext context, AccountRow live)
    {
        AccountRow[] former = [.. AccountStore.FormerOf(context.Db, live.ConnectorId, live.AccountName)
            .Where(account => account.Backups > 0 && context.MayKnow<ListAccounts>(account.Target))];
        return former switch
        {
            [AccountRow only] => only,
            [] => throw new NotFoundException("former UUID of account", live.Path),
            _ => throw new InvalidRequestException(
                "AmbiguousName", $"There are several former UUIDs of \"{live.Path}\": {string.Join(", ", former.Select(account => account.Id))}."),
        };
    }

    private static void RequireAssignable(AccountRow account, AccountRow former)
    {
        if (account.IsOrphan)
        {
            throw new ConflictException("AccountChanged", $"The account \"{account.Path}\" ({account.Id}) is no longer on its connector.");
        }

        if (!former.IsOrphan)
        {
            throw new ConflictException("Conflict", $"{former.Id} is the UUID of the live account \"{former.Path}\".");
        }
    }
}
