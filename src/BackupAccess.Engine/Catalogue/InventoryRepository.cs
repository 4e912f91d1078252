using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Catalogue;

/// <summary>Compares an account's catalogue with what its repository holds, and changes neither.</summary>
public sealed record InventoryRepository(AccountReference Account) : IOperation<RepositoryInventory>;

internal sealed class InventoryRepositoryHandler : WorkHandler<InventoryRepository, AccountRow, RepositoryInventory>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow Resolve(InventoryRepository request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Task PrepareAsync(InventoryRepository request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "inventory", cancellationToken);

    public override async Task<Func<StateConnection, RepositoryInventory>> WorkAsync(InventoryRepository request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        StoredBackups stored = await context.Lease!.RunAsync(stop => StoredBackups.ReadAsync(context.Services, account, stop), cancellationToken).ConfigureAwait(false);
        return db => Compare(db, account, stored, context.Services);
    }

    private static RepositoryInventory Compare(StateConnection db, AccountRow account, StoredBackups stored, EngineServices services)
    {
        IReadOnlyList<BackupRow> listed = BackupStore.AllOf(db, account.Guid);
        HashSet<string> known = [.. listed.Select(backup => backup.Snapshot)];
        HashSet<string> present = [.. stored.Backups.Select(backup => backup.Row.Snapshot), .. stored.Unread.Keys];
        StorageRow? storage = AccountRepository.Exists(services, account) ? AccountRepository.StorageOf(db, services, account) : null;
        return new RepositoryInventory
        {
            Account = account.Path,
            AccountId = account.Guid,
            Storage = storage?.Name,
            Location = storage is null ? null : StorageCatalogue.LocationOf(storage, account.Guid),
            Listed = listed.Count,
            Stored = present.Count,
            Unlisted = [.. present.Except(known).Order(StringComparer.Ordinal)],
            Missing = [.. listed.Where(backup => !present.Contains(backup.Snapshot)).Select(backup => backup.Guid)],
            Unreadable = [.. stored.Unread.Keys.Order(StringComparer.Ordinal)],
        };
    }
}
