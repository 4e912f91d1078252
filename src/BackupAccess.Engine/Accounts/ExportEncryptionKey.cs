using BackupAccess.Engine.Access;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>Exports the password of an account's repository, which opens it with a stock restic.</summary>
public sealed record ExportEncryptionKey(AccountReference Account) : IOperation<ExportedKey>;

internal sealed class ExportEncryptionKeyHandler : ReadHandler<ExportEncryptionKey, AccountRow, ExportedKey>
{
    public override OperationEffect Effect => OperationEffect.ReadData;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow Resolve(ExportEncryptionKey request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Task<ExportedKey> HandleAsync(ExportEncryptionKey request, AccountRow account, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new ExportedKey(
            account.Path,
            AccountRepository.LocationOf(context.Services, account),
            AccountRepository.PasswordOf(context.Services, account)));
}
