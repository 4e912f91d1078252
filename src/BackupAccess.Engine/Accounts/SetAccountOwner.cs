using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Accounts;

/// <summary>Makes a user an account's owner; null for nobody.</summary>
public sealed record SetAccountOwner(AccountReference Account, UserReference? Owner) : IOperation<Account>;

internal sealed class SetAccountOwnerHandler : ChangeHandler<SetAccountOwner, OwnershipSubject, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account, TargetKind.User];

    public override bool MayLackUser => true;

    public override OwnershipSubject Resolve(SetAccountOwner request, OperationContext context) =>
        new(AccountLookup.Find(context, request.Account), request.Owner is null ? null : UserLookup.Find(context, request.Owner));

    public override string? ReasonOf(SetAccountOwner request) => request.Owner?.Text;

    public override Account Handle(SetAccountOwner request, OwnershipSubject subject, OperationContext context)
    {
        if (subject.Owner is { } owner && owner.Guid == context.Policy.UserId)
        {
            throw context.Refuse(subject.Name, "nobody makes themselves an account's owner");
        }

        if (subject.Owner is not null && context.Policy.AllowedUntil(Number, subject.Account.Target, context.Now) != UnixTime.Never)
        {
            throw context.Refuse(subject.Name, "the ownership would outlast the giver's own access");
        }

        AccountStore.SetOwner(context.Db, subject.Account.Guid, subject.Owner?.Guid);
        return AccountLookup.Show(AccountStore.Find(context.Db, subject.Account.Guid)!);
    }
}
