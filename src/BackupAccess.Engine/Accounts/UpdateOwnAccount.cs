using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>Changes what an owner may set on an own account; what is null stays, an empty e-mail clears it.</summary>
public sealed record UpdateOwnAccount(AccountReference Account, string? Email, IReadOnlyList<string>? Excludes) : IOperation<Account>;

internal sealed class UpdateOwnAccountHandler : ChangeHandler<UpdateOwnAccount, AccountRow, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(UpdateOwnAccount request) =>
        AccountRules.RequireValid(request.Email, maxOnDemand: null, domains: null, request.Excludes);

    public override AccountRow Resolve(UpdateOwnAccount request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Account Handle(UpdateOwnAccount request, AccountRow account, OperationContext context)
    {
        AccountStore.Update(context.Db, account with
        {
            Email = request.Email is null ? account.Email : request.Email.Length == 0 ? null : request.Email,
            Excludes = request.Excludes is null ? account.Excludes : JsonText.FromList(request.Excludes),
        });
        return AccountLookup.Show(AccountStore.Find(context.Db, account.Guid)!);
    }
}
