using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>
/// Takes a live account off the list; its backups stay, as an orphan's. A later discovery that finds its home again makes a
/// new account, to which the UUID can be assigned.
/// </summary>
public sealed record RemoveAccount(AccountReference Account) : IOperation<Account>;

internal sealed class RemoveAccountHandler : ChangeHandler<RemoveAccount, AccountRow, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow Resolve(RemoveAccount request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Account Handle(RemoveAccount request, AccountRow account, OperationContext context)
    {
        if (account.IsOrphan)
        {
            throw new ConflictException("Conflict", $"The account \"{account.Path}\" ({account.Id}) is an orphan already.");
        }

        AccountWork.RequireNone(context, account);
        bool isDropped = AccountDeparture.Leave(context, account);
        context.Tell(isDropped ? "it had no backup" : "its backups are an orphan's");
        return AccountLookup.Show(isDropped ? account : AccountStore.Find(context.Db, account.Guid)!);
    }
}
