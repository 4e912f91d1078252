using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Pruning;

namespace BackupAccess.Engine.Maintenance;

/// <summary>Gives back the room that no backup of an account needs any more, for the holder of the account's lease.</summary>
internal static class AccountPrune
{
    /// <exception cref="ConflictException">The clock can't be believed.</exception>
    public static Task<PruneResult> RunAsync(AccountRow account, WorkContext context, CancellationToken cancellationToken) => RepositoryFailures.GuardAsync(account.Path, async () =>
    {
        PruneOptions options;
        using (StateConnection db = context.Services.Database.Connect())
        {
            ClockGuard.RequireTrusted(db, context.Services);
            options = PruneOptions.Default with { Elapsed = ClockGuard.Elapsed(db, context.Services) };
        }

        ResticRepository repository = await AccountRepository.OpenAsync(context.Services, account, cancellationToken).ConfigureAwait(false);
        await using (repository.ConfigureAwait(false))
        {
            return await repository.PruneAsync(options, ProgressOf(account, context), cancellationToken).ConfigureAwait(false);
        }
    });

    private static IProgress<PruneProgress>? ProgressOf(AccountRow account, WorkContext context) =>
        context.Progress is null ? null : new ProgressRelay<PruneProgress>(context.Progress, done => new WorkProgress(
            $"Pruning {account.Path}",
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
}
