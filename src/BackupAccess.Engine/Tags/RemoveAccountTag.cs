using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>Takes a tag off an account; one that isn't there stays away.</summary>
public sealed record RemoveAccountTag(AccountReference Account, string Tag) : IOperation<Account>;

internal sealed class RemoveAccountTagHandler : ChangeHandler<RemoveAccountTag, AccountTagSubject, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountTagSubject Resolve(RemoveAccountTag request, OperationContext context) => AccountTagSubject.Find(context, request.Account, request.Tag);

    public override Account Handle(RemoveAccountTag request, AccountTagSubject subject, OperationContext context)
    {
        TagStore.Detach(context.Db, subject.Account.Id, subject.Tag);
        return AccountLookup.Show(AccountStore.Find(context.Db, subject.Account.Guid)!);
    }
}
