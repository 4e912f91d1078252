using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>Puts a tag on an account; one that is there already stays.</summary>
public sealed record AddAccountTag(AccountReference Account, string Tag) : IOperation<Account>;

internal sealed class AddAccountTagHandler : ChangeHandler<AddAccountTag, AccountTagSubject, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountTagSubject Resolve(AddAccountTag request, OperationContext context) => AccountTagSubject.Find(context, request.Account, request.Tag);

    public override Account Handle(AddAccountTag request, AccountTagSubject subject, OperationContext context)
    {
        TagStore.Attach(context.Db, subject.Account.Id, subject.Tag);
        return AccountLookup.Show(AccountStore.Find(context.Db, subject.Account.Guid)!);
    }
}
