using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;

namespace BackupAccess.Engine.Maintenance;

/// <summary>
/// Repairs an account's repository: its index is made to say what is there, what is whole of damaged packs is saved, and
/// backups that lack something hold what is left, and are partial. Locked backups stay as they are.
/// </summary>
public sealed record RepairRepository(AccountReference Account, RepairDepth Depth, WorkMode Mode) : IOperation<RepairResult>;

internal sealed class RepairRepositoryHandler : WorkHandler<RepairRepository, AccountRow, RepairResult>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override bool DestroysBackups => true;

    public override bool ChangesState => true;

    public override string? ReasonOf(RepairRepository request) => request.Mode == WorkMode.Preview ? "preview" : null;

    public override AccountRow Resolve(RepairRepository request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Task PrepareAsync(RepairRepository request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "repair", cancellationToken);

    public override async Task<Func<StateConnection, RepairResult>> WorkAsync(RepairRepository request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        RepairResult result = await context.Lease!.RunAsync(stop => RepairAsync(request, account, context, stop), cancellationToken).ConfigureAwait(false);
        return db =>
        {
            if (request.Mode == WorkMode.Apply)
            {
                AccountRecords.MarkDue(db, account.Guid);
            }

            return result;
        };
    }

    private static Task<RepairResult> RepairAsync(RepairRepository request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        RepositoryFailures.GuardAsync(account.Path, async () =>
        {
            (IReadOnlyList<BackupRow> backups, long now) = Look(request, account, context.Services);
            ResticRepository repository = await AccountRepository.OpenAsync(context.Services, account, cancellationToken).ConfigureAwait(false);
            await using (repository.ConfigureAwait(false))
            {
                AccountRepair repair = new(repository, account, backups, now, context);
                return request.Mode == WorkMode.Apply
                    ? await repair.RunAsync(request.Depth, cancellationToken).ConfigureAwait(false)
                    : await repair.PlanAsync(request.Depth, cancellationToken).ConfigureAwait(false);
            }
        });

    private static (IReadOnlyList<BackupRow> Backups, long Now) Look(RepairRepository request, AccountRow account, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        if (request.Mode == WorkMode.Apply)
        {
            ClockGuard.RequireTrusted(db, services);
        }

        return (BackupStore.AllOf(db, account.Guid), ClockGuard.TrustedTime(db, services));
    }
}
