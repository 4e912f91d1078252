using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Engine.Maintenance;

/// <summary>
/// Deletes an account's backups that a policy doesn't keep, never locked ones. Scheduled backups and those on demand don't
/// count towards each other; hours, days and weeks are those of the machine's time zone.
/// </summary>
/// <param name="Account">Whose backups.</param>
/// <param name="Policy">What stays; it has a rule at least.</param>
/// <param name="Kind">The only kind that is looked at; null for each by itself.</param>
/// <param name="Prune">Whether the room is given back at once.</param>
/// <param name="Mode">Whether it is done, or only told.</param>
public sealed record ApplyRetention(AccountReference Account, RetentionPolicy Policy, BackupKind? Kind, RetentionPrune Prune, WorkMode Mode) : IOperation<RetentionResult>;

internal sealed class ApplyRetentionHandler : WorkHandler<ApplyRetention, AccountRow, RetentionResult>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(ApplyRetention request)
    {
        if (request.Policy.IsEmpty)
        {
            throw new InvalidRequestException("InvalidValue", "The retention policy has no rule: nothing says what is to be kept.");
        }
    }

    public override AccountRow Resolve(ApplyRetention request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override Task PrepareAsync(AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "apply retention", cancellationToken);

    public override async Task<Func<StateConnection, RetentionResult>> WorkAsync(ApplyRetention request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        List<RetentionDecision<BackupRow>> decisions = Decide(request, account, context.Services);
        PruneResult? pruned = request.Mode == WorkMode.Preview
            ? null
            : await context.Lease!.RunAsync(stop => ApplyAsync(request, account, decisions, context, stop), cancellationToken).ConfigureAwait(false);
        RetentionResult result = Show(account, decisions, pruned);
        return _ => result;
    }

    private static List<RetentionDecision<BackupRow>> Decide(ApplyRetention request, AccountRow account, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        long trusted = ClockGuard.TrustedTime(db, services);
        return
        [
            .. BackupStore.AllOf(db, account.Guid)
                .Where(backup => request.Kind is null || backup.Kind == request.Kind.ToString())
                .GroupBy(backup => backup.Kind)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .SelectMany(kind => request.Policy.Apply(kind, backup => Describe(backup, trusted, services), services.Time.GetUtcNow())),
        ];
    }

    private static RetentionSubject Describe(BackupRow backup, long now, EngineServices services) =>
        new(TimeZoneInfo.ConvertTime(backup.CreatedAt.ToTime(), services.Time.LocalTimeZone), [], backup.IsLocked(now));

    private static async Task<PruneResult?> ApplyAsync(
        ApplyRetention request, AccountRow account, List<RetentionDecision<BackupRow>> decisions, WorkContext context, CancellationToken cancellationToken)
    {
        BackupSubject[] unneeded = [.. decisions.Where(decision => !decision.IsKept).Select(decision => new BackupSubject(decision.Item, account))];
        if (unneeded.Length > 0)
        {
            await DeleteAsync(unneeded, account, context, cancellationToken).ConfigureAwait(false);
        }

        return request.Prune == RetentionPrune.Prune && AccountRepository.Exists(context.Services, account)
            ? await PruneAsync(account, context, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private static Task<bool> DeleteAsync(BackupSubject[] backups, AccountRow account, WorkContext context, CancellationToken cancellationToken) => AccountRepository.UseLockedAsync(
        account,
        () => AccountRepository.OpenAsync(context.Services, account, cancellationToken),
        LockMode.Shared,
        async (repository, stop) =>
        {
            for (int i = 0; i < backups.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                context.Progress?.Report(new WorkProgress($"Applying retention to {account.Path}", "Deleting backups", i, backups.Length, 0, null));
                BackupSubject backup = backups[i];
                await BackupRemoval
                    .RemoveAsync(repository, context.Services, backup, db => context.Record(db, backup, "the retention policy doesn't keep it"), stop)
                    .ConfigureAwait(false);
            }

            return true;
        },
        cancellationToken);

    private static Task<PruneResult> PruneAsync(AccountRow account, WorkContext context, CancellationToken cancellationToken) => RepositoryFailures.GuardAsync(account.Path, async () =>
    {
        using (StateConnection db = context.Services.Database.Connect())
        {
            ClockGuard.RequireTrusted(db, context.Services);
        }

        ResticRepository repository = await AccountRepository.OpenAsync(context.Services, account, cancellationToken).ConfigureAwait(false);
        await using (repository.ConfigureAwait(false))
        {
            return await repository.PruneAsync(PruneOptions.Default, ProgressOf(account, context), cancellationToken).ConfigureAwait(false);
        }
    });

    private static IProgress<PruneProgress>? ProgressOf(AccountRow account, WorkContext context) =>
        context.Progress is null ? null : new ProgressRelay<PruneProgress>(context.Progress, done => new WorkProgress(
            $"Applying retention to {account.Path}",
            done.Phase switch
            {
                PrunePhase.Snapshots => "Finding what backups need",
                PrunePhase.Repack => "Repacking",
                PrunePhase.Index => "Writing the index",
                _ => "Deleting packs",
            },
            done.Done,
            done.Total,
            0,
            null));

    private static RetentionResult Show(AccountRow account, List<RetentionDecision<BackupRow>> decisions, PruneResult? pruned) => new()
    {
        Account = account.Path,
        AccountId = account.Guid,
        Kept = decisions.Count(decision => decision.IsKept),
        Deleted = decisions.Count(decision => !decision.IsKept),
        BytesFreed = pruned?.BytesDeleted,
        PacksQuarantined = pruned?.PacksQuarantined,
        Backups =
        [
            .. decisions.Select(decision => new RetainedBackup
            {
                BackupId = decision.Item.Guid,
                Account = account.Path,
                Created = decision.Item.CreatedAt.ToTime(),
                Kind = Enum.Parse<BackupKind>(decision.Item.Kind),
                IsKept = decision.IsKept,
                Reasons = decision.Reasons,
            }),
        ],
    };
}
