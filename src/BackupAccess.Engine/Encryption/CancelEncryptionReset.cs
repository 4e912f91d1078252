using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Encryption;

/// <summary>Takes the reset of an account's encryption key back before it takes effect.</summary>
public sealed record CancelEncryptionReset(AccountReference Account) : IOperation<Account>;

internal sealed class CancelEncryptionResetHandler : ChangeHandler<CancelEncryptionReset, AccountRow, Account>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow Resolve(CancelEncryptionReset request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Account Handle(CancelEncryptionReset request, AccountRow account, OperationContext context)
    {
        ResetRow reset = ResetStore.Find(context.Db, account) ?? throw new ConflictException("Conflict", $"No reset of the encryption key of \"{account.Path}\" is asked for.");
        if (reset.IsBegun || reset.DueAt <= context.TrustedNow)
        {
            throw new ConflictException("Conflict", $"The reset of the encryption key of \"{account.Path}\" has taken effect at {reset.DueAt.ToTime():u}.");
        }

        ResetStore.Delete(context.Db, account);
        context.Tell($"asked for by {reset.RequestedBy}, was to take effect at {reset.DueAt.ToTime():u}");
        return AccountLookup.Show(AccountStore.Find(context.Db, account.Guid)!);
    }
}
