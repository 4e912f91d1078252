using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>Changes an account's settings; what is null stays, an empty e-mail or priority group clears it, and -1 for the maximum clears it.</summary>
public sealed record UpdateAccount(AccountReference Account, string? Email, int? MaxOnDemand, AccountType? Type, IReadOnlyList<string>? Domains, IReadOnlyList<string>? Excludes) : IOperation<Account>
{
    public string? PriorityGroup { get; init; }
}

internal sealed class UpdateAccountHandler : ChangeHandler<UpdateAccount, AccountRow, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(UpdateAccount request) =>
        AccountRules.RequireValid(request.Email, request.MaxOnDemand, request.Domains, request.Excludes);

    public override AccountRow Resolve(UpdateAccount request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Account Handle(UpdateAccount request, AccountRow account, OperationContext context)
    {
        AccountStore.Update(context.Db, account with
        {
            Email = request.Email is null ? account.Email : request.Email.Length == 0 ? null : request.Email,
            MaxOnDemand = request.MaxOnDemand is null ? account.MaxOnDemand : request.MaxOnDemand < 0 ? null : request.MaxOnDemand,
            Type = request.Type?.ToString() ?? account.Type,
            Domains = request.Domains is null ? account.Domains : JsonText.FromList(request.Domains),
            Excludes = request.Excludes is null ? account.Excludes : JsonText.FromList(request.Excludes),
        });
        if (request.PriorityGroup is { } group)
        {
            AccountStore.SetPriorityGroup(context.Db, account.Id, group.Length == 0 ? null : PriorityGroupLookup.Find(context, group).Id);
        }

        return AccountLookup.Show(AccountStore.Find(context.Db, account.Guid)!);
    }
}
