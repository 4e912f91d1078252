using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Repairing;

namespace BackupAccess.Engine.Maintenance;

/// <summary>One repair: packs and index first, then the backups that lack something.</summary>
/// <param name="repository">The account's.</param>
/// <param name="account">Whose.</param>
/// <param name="backups">Its backups as the catalogue has them.</param>
/// <param name="now">The time by which locks end.</param>
/// <param name="context">The work.</param>
internal sealed class AccountRepair(ResticRepository repository, AccountRow account, IReadOnlyList<BackupRow> backups, long now, WorkContext context)
{
    private const int LossesKept = 1000;
    private const int ProblemsKept = 100;

    private readonly List<string> _findings = [];
    private readonly HashSet<Guid> _lockedMeanwhile = [];
    private readonly HashSet<string> _missing = [.. backups.Select(backup => backup.Snapshot)];

    /// <summary>Tells what <see cref="RunAsync"/> would do, and changes nothing.</summary>
    public Task<RepairResult> PlanAsync(RepairDepth depth, CancellationToken cancellationToken) => AccountRepository.HoldAsync(
        repository,
        LockMode.Shared,
        async stop =>
        {
            PackRepairs packs = depth == RepairDepth.Data
                ? PackRepairs.Of(await repository.PlanRepairPacksAsync(RepairPacksOptions.Default, stop).ConfigureAwait(false))
                : PackRepairs.Of(await repository.PlanRebuildIndexAsync(RebuildIndexOptions.Default, stop).ConfigureAwait(false));
            return Result(packs, await TryPlanBackupsAsync(depth, stop).ConfigureAwait(false));
        },
        cancellationToken);

    /// <summary>Does it. Backups' snapshots are replaced one by one, each where it isn't locked at that moment.</summary>
    public async Task<RepairResult> RunAsync(RepairDepth depth, CancellationToken cancellationToken)
    {
        PackRepairs packs = depth == RepairDepth.Data
            ? PackRepairs.Of(await repository.RepairPacksAsync(RepairPacksOptions.Default, Progress(), cancellationToken).ConfigureAwait(false))
            : PackRepairs.Of(await repository.RebuildIndexAsync(RebuildIndexOptions.Default, Progress(), cancellationToken).ConfigureAwait(false));
        RepairSnapshotsResult plan = await AccountRepository
            .HoldAsync(repository, LockMode.Shared, stop => PlanBackupsAsync(ChunkProof.Stored, stop), cancellationToken).ConfigureAwait(false);
        RepairedSnapshot[] damaged = [.. plan.Repaired.Where(repaired => backups.Any(backup => backup.Snapshot == $"{repaired.Snapshot}" && !backup.IsLocked(now)))];
        if (damaged.Length > 0)
        {
            MarkPartial(damaged);
            RepairSnapshotsOptions options = new() { Snapshots = [.. damaged.Select(repaired => repaired.Snapshot)] };
            RepairSnapshotsResult done = await repository.RepairSnapshotsAsync(options, Progress(), cancellationToken).ConfigureAwait(false);
            HashSet<ObjectId> earlier = [.. plan.Repaired.Select(repaired => repaired.Replacement).OfType<ObjectId>()];
            await AccountRepository
                .HoldAsync(repository, LockMode.Shared, stop => ReplaceAsync(done.Repaired, earlier, stop), cancellationToken).ConfigureAwait(false);
        }

        return Result(packs, plan);
    }

    /// <summary>An index that can't be read leaves nothing to judge backups by, until it is rebuilt.</summary>
    private async Task<RepairSnapshotsResult?> TryPlanBackupsAsync(RepairDepth depth, CancellationToken cancellationToken)
    {
        try
        {
            return await PlanBackupsAsync(depth == RepairDepth.Data ? ChunkProof.Read : ChunkProof.Stored, cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryDamagedException e)
        {
            _findings.Add($"backups can't be judged before the index is rebuilt: {e.Message.TrimEnd('.')}");
            return null;
        }
    }

    private async Task<RepairSnapshotsResult> PlanBackupsAsync(ChunkProof chunks, CancellationToken cancellationToken)
    {
        await foreach (ObjectId snapshot in repository.ListSnapshotIdsAsync(cancellationToken).ConfigureAwait(false))
        {
            _missing.Remove($"{snapshot}");
        }

        return await repository.PlanRepairSnapshotsAsync(RepairSnapshotsOptions.Default with { Chunks = chunks }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Before anything is replaced: whatever happens then, no backup that lacks something passes for whole.</summary>
    private void MarkPartial(IReadOnlyList<RepairedSnapshot> damaged)
    {
        using StateTransaction transaction = context.Services.Database.BeginImmediate();
        foreach ((BackupRow backup, RepairedSnapshot snapshot) in Known(damaged))
        {
            string[] problems = [.. JsonText.ToList(backup.Problems).Concat(snapshot.Losses.Select(Describe)).Distinct().Take(ProblemsKept)];
            BackupStore.SetProblems(transaction, backup with { ProblemCount = backup.ProblemCount + snapshot.Losses.Count, Problems = JsonText.FromList(problems) });
        }

        transaction.Commit();
    }

    /// <summary>Has each backup stand under its replacement, unless it is locked by now.</summary>
    /// <param name="repaired">The damaged snapshots with their replacements.</param>
    /// <param name="earlier">Replacements that were there before this repair, and stay.</param>
    /// <param name="cancellationToken">Stops before the next.</param>
    private async Task<bool> ReplaceAsync(IReadOnlyList<RepairedSnapshot> repaired, HashSet<ObjectId> earlier, CancellationToken cancellationToken)
    {
        foreach ((BackupRow known, RepairedSnapshot snapshot) in Known(repaired))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectId replacement = snapshot.Replacement!.Value;
            if (TryMark(known) is { } marked)
            {
                await BackupRemoval.RemoveSnapshotAsync(repository, context.Services, marked, cancellationToken).ConfigureAwait(false);
                Replace(marked with { Snapshot = $"{replacement}" });
                continue;
            }

            _lockedMeanwhile.Add(known.Guid);
            if (!earlier.Contains(replacement))
            {
                await RemoveUnnamedAsync(replacement, cancellationToken).ConfigureAwait(false);
            }
        }

        return true;
    }

    /// <returns>Null where the backup was locked, replaced or deleted meanwhile.</returns>
    private BackupRow? TryMark(BackupRow known)
    {
        try
        {
            BackupRow marked = BackupRemoval.Mark(context, new BackupSubject(known, account));
            if (marked.Snapshot == known.Snapshot)
            {
                return marked;
            }

            BackupRemoval.Unmark(context.Services, marked);
            return null;
        }
        catch (EngineException e) when (e is NotFoundException or ConflictException { ErrorId: "LockedBackup" })
        {
            return null;
        }
    }

    private void Replace(BackupRow backup)
    {
        using StateTransaction transaction = context.Services.Database.BeginImmediate();
        context.Lease!.RequireHeld(transaction);
        BackupStore.SetSnapshot(transaction, backup);
        context.Record(transaction, new BackupSubject(backup, account), "it lacked something and holds what is left");
        transaction.Commit();
    }

    private async Task RemoveUnnamedAsync(ObjectId snapshot, CancellationToken cancellationToken)
    {
        bool isNamed;
        using (StateConnection db = context.Services.Database.Connect())
        {
            isNamed = BackupStore.Names(db, account.Id, $"{snapshot}");
        }

        if (!isNamed)
        {
            await repository.RemoveSnapshotAsync(snapshot, cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<(BackupRow Backup, RepairedSnapshot Snapshot)> Known(IEnumerable<RepairedSnapshot> damaged) =>
        damaged.Join(backups.Where(backup => !backup.IsLocked(now)), snapshot => $"{snapshot.Snapshot}", backup => backup.Snapshot, (snapshot, backup) => (backup, snapshot));

    private RepairOutcome OutcomeFor(BackupRow backup) =>
        backup.IsLocked(now) || _lockedMeanwhile.Contains(backup.Guid) ? RepairOutcome.Locked : RepairOutcome.Repaired;

    private RepairResult Result(PackRepairs packs, RepairSnapshotsResult? plan)
    {
        ILookup<string, BackupRow> known = backups.ToLookup(backup => backup.Snapshot);
        foreach (ObjectId stranger in (plan?.Repaired ?? []).Select(one => one.Snapshot).Concat((plan?.Unreadable ?? []).Select(one => one.Snapshot)).Where(one => !known.Contains($"{one}")))
        {
            _findings.Add($"the snapshot \"{stranger}\", which is no listed backup, is damaged too, and stays as it is");
        }

        return new RepairResult
        {
            Account = account.Path,
            AccountId = account.Guid,
            PacksFound = packs.Found,
            PacksMissing = packs.Missing,
            PacksDamaged = packs.Damaged,
            BytesSalvaged = packs.BytesSalvaged,
            Backups =
            [
                .. backups.Where(backup => _missing.Contains(backup.Snapshot)).Select(backup => Show(backup, RepairOutcome.Unreadable, ["its snapshot is not in the repository"], bytesLost: 0)),
                .. (plan?.Repaired ?? []).SelectMany(one => known[$"{one.Snapshot}"].Select(backup => Show(
                    backup, OutcomeFor(backup), [.. one.Losses.Select(Describe)], one.Losses.Sum(loss => loss.BytesLost ?? 0)))),
                .. (plan?.Unreadable ?? []).SelectMany(one => known[$"{one.Snapshot}"].Select(backup => Show(backup, RepairOutcome.Unreadable, [one.Problem], bytesLost: 0))),
            ],
            Findings = [.. _findings, .. packs.Findings],
        };
    }

    private RepairedBackup Show(BackupRow backup, RepairOutcome outcome, IReadOnlyList<string> losses, long bytesLost) => new()
    {
        BackupId = backup.Guid,
        Account = account.Path,
        Created = backup.CreatedAt.ToTime(),
        Outcome = outcome,
        BytesLost = bytesLost,
        LossCount = losses.Count,
        Losses = [.. losses.Take(LossesKept)],
    };

    private static string Describe(PathLoss loss) => $"{loss.Path}: {loss.Problem}";

    private ProgressRelay<RepairProgress>? Progress() => context.Progress is null ? null : new ProgressRelay<RepairProgress>(context.Progress, done => new WorkProgress(
        $"Repairing {account.Path}",
        done.Phase switch
        {
            RepairPhase.Headers => "Reading packs' lists",
            RepairPhase.Packs => "Reading packs",
            RepairPhase.Salvage => "Saving what is whole",
            RepairPhase.Snapshots => "Walking backups",
            RepairPhase.Index => "Writing the index",
            _ => "Deleting what was replaced",
        },
        done.Done,
        done.Total,
        0,
        null));
}
