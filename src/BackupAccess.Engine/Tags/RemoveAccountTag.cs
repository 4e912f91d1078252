using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>Takes a tag off an account; one that isn't there stays away.</summary>
public sealed record RemoveAccountTag(AccountReference Account, string Tag) : IOperation<Account>;

internal sealed class RemoveAccountTagHandler : ChangeHandler<RemoveAccountTag, AccountRow, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow Resolve(RemoveAccountTag request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Account Handle(RemoveAccountTag request, AccountRow account, OperationContext context)
    {
        TagRow tag = TagLookup.Find(context, request.Tag);
        TagStore.Detach(context.Db, account.Id, tag);
        context.Tell($"tag {tag.Name}");
        return AccountLookup.Show(AccountStore.Find(context.Db, account.Guid)!);
    }
}
