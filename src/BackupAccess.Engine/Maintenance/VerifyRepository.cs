using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Maintenance;

/// <summary>Verifies an account's whole repository. What is wrong is a finding; only what keeps from looking is a failure.</summary>
public sealed record VerifyRepository(AccountReference Account, VerifyDepth Depth) : IOperation<VerifyResult>;

internal sealed class VerifyRepositoryHandler : WorkHandler<VerifyRepository, AccountRow, VerifyResult>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(VerifyRepository request) => request.Depth.RequireValid();

    public override AccountRow Resolve(VerifyRepository request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override async Task<Func<StateConnection, VerifyResult>> WorkAsync(VerifyRepository request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        VerifyFindings findings = new();
        await VerifyFailures
            .CatchAsync(findings, () => CheckAsync(request.Depth, account, findings, context, cancellationToken))
            .ConfigureAwait(false);
        VerifyResult result = findings.ToResult(account, backup: null, request.Depth);
        return _ => result;
    }

    private static Task<bool> CheckAsync(VerifyDepth depth, AccountRow account, VerifyFindings findings, WorkContext context, CancellationToken cancellationToken) => AccountRepository.UseLockedAsync(
        account,
        () => AccountRepository.OpenAsync(context.Services, account, cancellationToken),
        LockMode.Shared,
        async (repository, stop) =>
        {
            CheckOptions options = new() { ReadDataPercent = depth.ReadDataPercent, ReadDataSubset = depth.ReadDataSubset };
            await foreach (CheckFinding finding in repository.CheckAsync(options, ProgressOf(account, context), stop).ConfigureAwait(false))
            {
                findings.Add(finding.Severity == CheckSeverity.Error ? FindingSeverity.Error : FindingSeverity.Warning, finding.Object, finding.Problem);
            }

            await FindBackupsAsync(repository, account, findings, context.Services, stop).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>A snapshot that isn't there leaves nothing behind by which the check would miss it; the catalogue does.</summary>
    private static async Task FindBackupsAsync(ResticRepository repository, AccountRow account, VerifyFindings findings, EngineServices services, CancellationToken cancellationToken)
    {
        foreach (BackupRow backup in Listed(services, account))
        {
            try
            {
                await repository.LoadSnapshotAsync(ObjectId.Parse(backup.Snapshot), cancellationToken).ConfigureAwait(false);
            }
            catch (ObjectNotFoundException)
            {
                findings.Add(FindingSeverity.Error, $"backup {backup.Id}", $"its snapshot {backup.Snapshot} is not in the repository");
            }
            catch (RepositoryDamagedException e)
            {
                findings.Add(FindingSeverity.Error, $"backup {backup.Id}", e.Message);
            }
        }
    }

    private static IReadOnlyList<BackupRow> Listed(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return BackupStore.AllOf(db, account.Guid);
    }

    private static IProgress<CheckProgress>? ProgressOf(AccountRow account, WorkContext context) =>
        context.Progress is null ? null : new ProgressRelay<CheckProgress>(context.Progress, done => new WorkProgress(
            $"Verifying {account.Path}",
            done.Phase switch
            {
                CheckPhase.Packs => "Comparing indexes and packs",
                CheckPhase.Trees => "Reading trees",
                _ => "Reading data",
            },
            done.Done,
            done.Total,
            0,
            null));
}
