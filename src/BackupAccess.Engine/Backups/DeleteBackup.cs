using BackupAccess.Engine.Access;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Locks;

namespace BackupAccess.Engine.Backups;

/// <summary>Deletes a backup, never a locked one. The room that it took is freed by the next prune.</summary>
public sealed record DeleteBackup(BackupReference Backup) : IOperation<Backup>;

internal sealed class DeleteBackupHandler : WorkHandler<DeleteBackup, BackupSubject, Backup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override bool DestroysBackups => true;

    public override BackupSubject Resolve(DeleteBackup request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override void RequirePossible(DeleteBackup request, BackupSubject subject, OperationContext context)
    {
        BackupRemoval.RequireUnlocked(context.Db, context.Services, subject);
        ClockGuard.RequireTrusted(context.Db, context.Services);
    }

    public override Task PrepareAsync(DeleteBackup request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(subject.Account, "delete backup", cancellationToken);

    public override async Task<Func<StateConnection, Backup>> WorkAsync(DeleteBackup request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        using (StateConnection db = context.Services.Database.Connect())
        {
            BackupRemoval.RequireUnlocked(db, context.Services, subject);
        }

        await context.Lease!.RunAsync(stop => DeleteAsync(subject, context, stop), cancellationToken).ConfigureAwait(false);
        return _ => subject.Backup.Show(subject.Account, context.Services.Time.Now());
    }

    private static Task<bool> DeleteAsync(BackupSubject subject, WorkContext context, CancellationToken cancellationToken) => AccountRepository.UseLockedAsync(
        subject.Account,
        () => AccountRepository.OpenAsync(context.Services, subject.Account, cancellationToken),
        LockMode.Shared,
        async (repository, stop) =>
        {
            await BackupRemoval.RemoveAsync(repository, context, subject, tell: _ => { }, stop).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
