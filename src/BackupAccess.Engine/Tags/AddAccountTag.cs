using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>Puts a tag on an account; one that is there already stays.</summary>
public sealed record AddAccountTag(AccountReference Account, string Tag) : IOperation<Account>;

internal sealed class AddAccountTagHandler : ChangeHandler<AddAccountTag, AccountRow, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow Resolve(AddAccountTag request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Account Handle(AddAccountTag request, AccountRow account, OperationContext context)
    {
        TagRow tag = TagLookup.Find(context, request.Tag);
        TagStore.Attach(context.Db, account.Id, tag);
        context.Tell($"tag {tag.Name}");
        return AccountLookup.Show(AccountStore.Find(context.Db, account.Guid)!);
    }
}
