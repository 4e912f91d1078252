using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// Brings an account's list of backups up to what its repository holds: backups taken or removed with a stock restic
/// are listed or no longer listed. Its record is written anew.
/// </summary>
public sealed record RebuildCatalogue(AccountReference Account, WorkMode Mode) : IOperation<CatalogueUpdate>;

internal sealed class RebuildCatalogueHandler : WorkHandler<RebuildCatalogue, AccountRow, CatalogueUpdate>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override bool ChangesState => true;

    public override string? ReasonOf(RebuildCatalogue request) => request.Mode == WorkMode.Preview ? "preview" : null;

    public override AccountRow Resolve(RebuildCatalogue request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Task PrepareAsync(RebuildCatalogue request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "rebuild catalogue", cancellationToken);

    public override async Task<Func<StateConnection, CatalogueUpdate>> WorkAsync(RebuildCatalogue request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        StoredBackups stored = await context.Lease!.RunAsync(stop => ReadAsync(account, context.Services, stop), cancellationToken).ConfigureAwait(false);
        if (request.Mode == WorkMode.Apply)
        {
            return db => Update(db, account, stored);
        }

        using StateTransaction trial = context.Services.Database.BeginImmediate();
        CatalogueUpdate update = Update(trial, account, stored);
        return _ => update;
    }

    private static async Task<StoredBackups> ReadAsync(AccountRow account, EngineServices services, CancellationToken cancellationToken)
    {
        if (!AccountRepository.Exists(services, account))
        {
            return new StoredBackups([], new Dictionary<string, string>());
        }

        return await AccountRepository
            .UseAsync(account, () => AccountRepository.OpenAsync(services, account, cancellationToken), (repository, stop) => StoredBackups.ReadAsync(repository, account, stop), cancellationToken)
            .ConfigureAwait(false);
    }

    private static CatalogueUpdate Update(StateConnection db, AccountRow account, StoredBackups stored)
    {
        CatalogueChanges changes = CatalogueChanges.Between(BackupStore.AllOf(db, account.Guid), stored, id => BackupStore.Find(db, id) is not null);
        changes.Apply(db);
        AccountRecords.MarkDue(db, account.Guid);
        return CatalogueReport.Of(db, account.Guid, changes.IsEmpty ? CatalogueOutcome.Unchanged : CatalogueOutcome.Updated, changes, []);
    }
}
