using BackupAccess.Engine.Access;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>Exports the password of an account's repository, which opens it with a stock restic; not one that the owner keeps.</summary>
public sealed record ExportEncryptionKey(AccountReference Account) : IOperation<ExportedKey>;

internal sealed class ExportEncryptionKeyHandler : ReadHandler<ExportEncryptionKey, AccountRow, ExportedKey>
{
    public override OperationEffect Effect => OperationEffect.ReadData;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow Resolve(ExportEncryptionKey request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override void RequirePossible(ExportEncryptionKey request, AccountRow account, OperationContext context) => RequireLocal(context.Db, account);

    public override Task<ExportedKey> HandleAsync(ExportEncryptionKey request, AccountRow account, OperationContext context, CancellationToken cancellationToken)
    {
        RequireLocal(context.Db, account);
        return Task.FromResult(new ExportedKey(
            account.Path,
            AccountRepository.LocationOf(context.Services, account),
            AccountRepository.TryUnseal(context.Db, context.Services, account)!));
    }

    private static void RequireLocal(StateConnection db, AccountRow account)
    {
        AccountKey key = AccountKey.Of(db, account);
        if (key.IsRemote)
        {
            throw new ConflictException("RemoteKey", $"The encryption key of \"{account.Path}\" is its owner's, and the engine doesn't keep it.");
        }

        if (key.IsMoving)
        {
            throw new ConflictException("Conflict", $"The encryption key of \"{account.Path}\" is being changed.");
        }
    }
}
