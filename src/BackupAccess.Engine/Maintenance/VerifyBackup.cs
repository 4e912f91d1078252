using BackupAccess.Engine.Access;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Engine.Maintenance;

/// <summary>Verifies that one backup is whole: its snapshot, its trees, that each of its files' chunks is known, and as much data as is asked for.</summary>
public sealed record VerifyBackup(BackupReference Backup, VerifyDepth Depth) : IOperation<VerifyResult>;

internal sealed class VerifyBackupHandler : WorkHandler<VerifyBackup, BackupSubject, VerifyResult>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override void Validate(VerifyBackup request) => request.Depth.RequireValid();

    public override BackupSubject Resolve(VerifyBackup request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override async Task<Func<StateConnection, VerifyResult>> WorkAsync(VerifyBackup request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        VerifyFindings findings = new();
        await VerifyFailures
            .CatchAsync(findings, () => AccountRepository.UseAsync(
                subject.Account,
                () => AccountRepository.OpenAsync(context.Services, subject.Account, cancellationToken),
                (repository, stop) => VerifyAsync(repository, request.Depth, subject, findings, context.Progress, stop),
                cancellationToken))
            .ConfigureAwait(false);
        VerifyResult result = findings.ToResult(subject.Account, subject.Backup.Guid, request.Depth);
        return _ => result;
    }

    private static async Task<bool> VerifyAsync(
        ResticRepository repository, VerifyDepth depth, BackupSubject subject, VerifyFindings findings, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        Snapshot snapshot = await repository.LoadSnapshotAsync(ObjectId.Parse(subject.Backup.Snapshot), cancellationToken).ConfigureAwait(false);
        BackupWalk walk = new(repository, depth, findings, done => progress?.Report(
            new WorkProgress($"Verifying {subject.Name}", "Reading files", done.Files, subject.Backup.Files, done.Bytes, subject.Backup.Size)));
        await walk.RunAsync(snapshot.Tree, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
