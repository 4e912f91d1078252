using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// Has the copy of an account's repository in another storage be the account's own from now on, as when the storage that
/// held it is lost. The catalogue then tells what the copy holds; backups that were never copied leave it.
/// </summary>
public sealed record AdoptCopy(AccountReference Account, string Storage, WorkMode Mode) : IOperation<CatalogueUpdate>;

internal sealed class AdoptCopyHandler : WorkHandler<AdoptCopy, AccountRow, CatalogueUpdate>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override bool DestroysBackups => true;

    public override bool ChangesState => true;

    public override string? ReasonOf(AdoptCopy request) =>
        $"from storage \"{Names.Printable(request.Storage)}\"{(request.Mode == WorkMode.Preview ? ", preview" : "")}";

    public override AccountRow Resolve(AdoptCopy request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override void RequirePossible(AdoptCopy request, AccountRow account, OperationContext context) => StorageOf(request, account, context.Services);

    public override Task PrepareAsync(AdoptCopy request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "adopt copy", cancellationToken);

    public override async Task<Func<StateConnection, CatalogueUpdate>> WorkAsync(AdoptCopy request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        StorageRow storage = StorageOf(request, account, context.Services);
        StoredBackups stored = await context.Lease!.RunAsync(stop => ReadAsync(account, storage, context.Services, stop), cancellationToken).ConfigureAwait(false);
        if (request.Mode == WorkMode.Apply)
        {
            return db => Adopt(db, account, storage, stored, context);
        }

        using StateTransaction trial = context.Services.Database.BeginImmediate();
        CatalogueUpdate update = Adopt(trial, account, storage, stored, context);
        return _ => update;
    }

    private static StorageRow StorageOf(AdoptCopy request, AccountRow account, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        StorageRow storage = StorageCatalogue.Require(services, db, request.Storage);
        return storage.Name == AccountRepository.StorageOf(db, services, account).Name
            ? throw new InvalidRequestException("InvalidValue", $"The storage \"{storage.Name}\" holds the repository of \"{account.Path}\" already.")
            : storage;
    }

    private static Task<StoredBackups> ReadAsync(AccountRow account, StorageRow storage, EngineServices services, CancellationToken cancellationToken) => AccountRepository.UseAsync(
        account,
        () => EngineKey.UseAsync(services, account, password => AccountRepository.OpenAsync(services, storage, account.Guid, password.Utf8, cancellationToken)),
        (repository, stop) => StoredBackups.ReadAsync(repository, account, stop),
        cancellationToken);

    /// <exception cref="ConflictException">A locked backup was never copied, or the clock can't be believed and others weren't.</exception>
    private static CatalogueUpdate Adopt(StateConnection db, AccountRow account, StorageRow storage, StoredBackups stored, WorkContext context)
    {
        CatalogueChanges changes = CatalogueChanges.Between(BackupStore.AllOf(db, account.Guid), stored, id => BackupStore.Find(db, id) is not null);
        if (changes.Removed.Count > 0)
        {
            RequireRemovable(db, account, storage, changes, context.Services);
            foreach (BackupRow backup in changes.Removed)
            {
                context.Record(db, new BackupSubject(backup, account), $"it is not in storage \"{storage.Name}\"");
            }
        }

        changes.Apply(db);
        AccountRepository.SetStorage(db, account, storage.Name);
        AccountRecords.MarkDue(db, account.Guid);
        return CatalogueReport.Of(db, account.Guid, CatalogueOutcome.Adopted, changes, []);
    }

    private static void RequireRemovable(StateConnection db, AccountRow account, StorageRow storage, CatalogueChanges changes, EngineServices services)
    {
        ClockGuard.RequireTrusted(db, services);
        if (changes.Removed.FirstOrDefault(backup => backup.IsLocked(services.Time.Now())) is { } locked)
        {
            throw new ConflictException(
                "LockedBackup", $"The backup \"{locked.Id}\" of \"{account.Path}\" is locked, by \"{locked.HolderAt(services.Time.Now())}\", and is not in the storage \"{storage.Name}\".");
        }
    }
}
