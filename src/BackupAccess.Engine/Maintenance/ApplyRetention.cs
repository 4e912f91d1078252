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
/// Deletes an account's backups that a policy doesn't keep, or that the settings end (<see cref="StandingRules"/>), never locked ones. Scheduled backups and those on demand don't
/// count towards each other, and what other programs made is looked at only where it is asked for; hours, days and weeks are those of the machine's time zone. The newest whole backup of each
/// kind stays, save where its age ends it, and one that the repository doesn't have is left to the catalogue's next rebuild and counts for nothing.
/// </summary>
/// <param name="Account">Whose backups.</param>
/// <param name="Policy">What stays; it has a rule at least. Null for all that the settings don't end.</param>
/// <param name="Kind">The only kind that is looked at; null for each by itself, save what other programs made.</param>
/// <param name="Prune">Whether the room is given back at once.</param>
/// <param name="Mode">Whether it is done, or only told.</param>
public sealed record ApplyRetention(AccountReference Account, RetentionPolicy? Policy, BackupKind? Kind, RetentionPrune Prune, WorkMode Mode) : IOperation<RetentionResult>;

internal sealed class ApplyRetentionHandler : WorkHandler<ApplyRetention, AccountRow, RetentionResult>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override bool DestroysBackups => true;

    public override void Validate(ApplyRetention request)
    {
        if (request.Policy is { IsEmpty: true })
        {
            throw new InvalidRequestException("InvalidValue", "The retention policy has no rule: nothing says what is to be kept.");
        }

        if (request.Policy is { Tags.Count: > 0 })
        {
            throw new InvalidRequestException("InvalidValue", "A retention policy for backups knows no tags.");
        }
    }

    public override string? ReasonOf(ApplyRetention request) => request.Mode == WorkMode.Preview ? "preview" : RetentionWords.Of(request);

    public override AccountRow Resolve(ApplyRetention request, OperationContext context) => AccountLookup.Find(context, request.Account);

    /// <summary>What only tells changes nothing, and so keeps nobody out.</summary>
    public override Task PrepareAsync(ApplyRetention request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        request.Mode == WorkMode.Preview ? Task.CompletedTask : context.TakeLeaseAsync(account, "apply retention", cancellationToken);

    public override async Task<Func<StateConnection, RetentionResult>> WorkAsync(ApplyRetention request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        PruneResult? pruned = null;
        IReadOnlyList<RetentionVerdict> decisions = [];
        if (AccountRepository.Exists(context.Services, account))
        {
            decisions = request.Mode == WorkMode.Preview
                ? await PreviewAsync(request, account, context.Services, cancellationToken).ConfigureAwait(false)
                : await context.Lease!.RunAsync(stop => DecideAndDeleteAsync(request, account, context, stop), cancellationToken).ConfigureAwait(false);
            pruned = request is { Mode: WorkMode.Apply, Prune: RetentionPrune.Prune }
                ? await context.Lease!.RunAsync(stop => AccountPrune.RunAsync(account, context, stop), cancellationToken).ConfigureAwait(false)
                : null;
        }

        RetentionResult result = Show(account, decisions, pruned);
        AbandonedOrphan? abandoned = request.Mode == WorkMode.Apply
            ? await AbandonedOrphan.FindAsync(context.Services, account, cancellationToken).ConfigureAwait(false)
            : null;
        return db => abandoned is null ? result : Drop(db, abandoned, result, context);
    }

    public override string? ToldOf(RetentionResult result) =>
        result.Dropped ? $"dropped: it had no backup, and nothing was done with it for {AccountDeparture.Abandonment.TotalDays} days" : null;

    private static RetentionResult Drop(StateConnection db, AbandonedOrphan abandoned, RetentionResult result, WorkContext context)
    {
        bool isDropped = abandoned.TryDrop(db, context.Services);
        context.Afterwards = isDropped ? stop => abandoned.RemoveRepositoryAsync(context.Services, stop) : null;
        return result with { Dropped = isDropped };
    }

    private static Task<IReadOnlyList<RetentionVerdict>> PreviewAsync(
        ApplyRetention request, AccountRow account, EngineServices services, CancellationToken cancellationToken) => RepositoryFailures.GuardAsync(account.Path, async () =>
            Decide(request, account, await AccountRepository.ListSnapshotIdsAsync(services, account, cancellationToken).ConfigureAwait(false), services));

    private static Task<IReadOnlyList<RetentionVerdict>> DecideAndDeleteAsync(
        ApplyRetention request, AccountRow account, WorkContext context, CancellationToken cancellationToken) => AccountRepository.UseLockedAsync(
        account,
        () => AccountRepository.OpenAsync(context.Services, account, cancellationToken),
        LockMode.Shared,
        async (repository, stop) =>
        {
            HashSet<string> stored = await repository.ListSnapshotIdsAsync(stop).Select(id => id.ToString()).ToHashSetAsync(cancellationToken: stop).ConfigureAwait(false);
            IReadOnlyList<RetentionVerdict> decisions = Decide(request, account, stored, context.Services);
            KeepWhatWasCutOff(decisions.Select(decision => decision.Backup).Where(backup => stored.Contains(backup.Snapshot)), context.Services);
            await DeleteAsync(account, [.. decisions.Where(decision => !decision.IsKept)], repository, context, stop).ConfigureAwait(false);
            return decisions;
        },
        cancellationToken);

    private static IReadOnlyList<RetentionVerdict> Decide(ApplyRetention request, AccountRow account, HashSet<string> stored, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        long now = ClockGuard.TrustedTime(db, services);
        BackupRow[] backups = [.. BackupStore.AllOf(db, account.Guid).Where(backup => request.Kind is null ? !backup.IsForeign : backup.Kind == request.Kind.ToString())];
        BackupRow[] newestFirst = [.. backups.Where(backup => stored.Contains(backup.Snapshot)).Reverse()];
        Dictionary<string, string> ended = StandingRules.Ended(db, account, newestFirst, now).ToDictionary(one => one.Backup.Id, one => one.Reason);
        BackupRetention retention = new(request.Policy, stored, now, services.Time);
        return
        [
            .. backups
                .GroupBy(backup => backup.Kind)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .SelectMany(retention.Decide)
                .Select(decision => Judge(decision, ended.GetValueOrDefault(decision.Item.Id))),
        ];
    }

    private static RetentionVerdict Judge(RetentionDecision<BackupRow> decision, string? ended) =>
        ended is null && decision.IsKept
            ? new RetentionVerdict(decision.Item, decision.Reasons, EndedBy: null)
            : new RetentionVerdict(decision.Item, [], ended ?? "the retention policy doesn't keep it");

    /// <summary>Of removals that were cut off, what is still there is a backup like every other; what is gone is the catalogue's to find.</summary>
    private static void KeepWhatWasCutOff(IEnumerable<BackupRow> backups, EngineServices services)
    {
        foreach (BackupRow backup in backups.Where(backup => backup.RemovingAt is not null))
        {
            BackupRemoval.Unmark(services, backup);
        }
    }

    private static async Task DeleteAsync(AccountRow account, RetentionVerdict[] ended, ResticRepository repository, WorkContext context, CancellationToken cancellationToken)
    {
        for (int i = 0; i < ended.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            BackupSubject backup = new(ended[i].Backup, account);
            string reason = ended[i].EndedBy!;
            context.Progress?.Report(new WorkProgress($"Applying retention to {backup.Name}", "Deleting backups", i, ended.Length, 0, null));
            await BackupRemoval
                .RemoveAsync(repository, context, backup, db => context.Record(db, backup, reason), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static RetentionResult Show(AccountRow account, IReadOnlyList<RetentionVerdict> decisions, PruneResult? pruned) => new()
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
                BackupId = decision.Backup.Guid,
                Account = account.Path,
                Created = decision.Backup.CreatedAt.ToTime(),
                Kind = Enum.Parse<BackupKind>(decision.Backup.Kind),
                IsKept = decision.IsKept,
                Reasons = decision.KeptBy,
                DeletionReason = decision.EndedBy,
            }),
        ],
    };
}
