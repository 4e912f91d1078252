using BackupAccess.Engine.Access;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Repository;
using BackupAccess.Repository.Copying;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Copies a backup into the account's repository in another storage, which is made where there is none: under the same
/// password, with a record beside it, so that it can stand in for the account's own should that be lost.
/// </summary>
public sealed record CopyBackup(BackupReference Backup, string Storage, WorkMode Mode) : IOperation<BackupCopy>;

internal sealed class CopyBackupHandler : WorkHandler<CopyBackup, BackupSubject, BackupCopy>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override string? ReasonOf(CopyBackup request) => $"to storage \"{Names.Printable(request.Storage)}\"{(request.Mode == WorkMode.Preview ? ", preview" : "")}";

    public override BackupSubject Resolve(CopyBackup request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override void RequirePossible(CopyBackup request, BackupSubject subject, OperationContext context) =>
        StorageCatalogue.RequireWritable(DestinationOf(request, subject, context.Services));

    public override Task PrepareAsync(CopyBackup request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(subject.Account, "copy backup", cancellationToken);

    public override async Task<Func<StateConnection, BackupCopy>> WorkAsync(CopyBackup request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        StorageRow destination = DestinationOf(request, subject, context.Services);
        if (request.Mode == WorkMode.Preview)
        {
            CopyPlan plan = await context.Lease!.RunAsync(stop => PlanAsync(subject, destination, context, stop), cancellationToken).ConfigureAwait(false);
            return _ => Show(subject, destination, wasThere: plan.Destination is not null, plan.BytesStored, plan.Destination);
        }

        // Before the repository is made, so that none is ever without.
        await AccountRecords.WriteCopyAsync(context.Services, subject.Account, destination, cancellationToken).ConfigureAwait(false);
        CopyResult copied = await context.Lease!.RunAsync(stop => CopyAsync(subject, destination, context, stop), cancellationToken).ConfigureAwait(false);
        CopiedSnapshot snapshot = copied.Snapshots.Single();
        return _ => Show(subject, destination, snapshot.WasThere, copied.BytesStored, snapshot.Destination);
    }

    private static BackupCopy Show(BackupSubject subject, StorageRow destination, bool wasThere, long added, ObjectId? snapshot) => new()
    {
        BackupId = subject.Backup.Guid,
        Account = subject.Name,
        AccountId = subject.Account.Guid,
        Storage = destination.Name,
        WasThere = wasThere,
        Added = added,
        Snapshot = snapshot?.ToString(),
    };

    private static StorageRow DestinationOf(CopyBackup request, BackupSubject subject, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        StorageRow destination = StorageCatalogue.Require(services, db, request.Storage);
        return destination.Name == AccountRepository.StorageOf(db, services, subject.Account).Name
            ? throw new InvalidRequestException("InvalidValue", $"The backup \"{subject.Id}\" is in the storage \"{destination.Name}\" already: it is the account's own.")
            : destination;
    }

    /// <summary>Refuses what the copy would be refused for, and makes no repository.</summary>
    private static async Task<CopyPlan> PlanAsync(BackupSubject subject, StorageRow destination, WorkContext context, CancellationToken cancellationToken)
    {
        StorageCatalogue.RequireWritable(destination);
        bool isThere = await RepositoryFailures
            .GuardAsync(subject.Name, () => AccountRepository.HasCopyAsync(context.Services, subject.Account, destination, cancellationToken)).ConfigureAwait(false);
        return await AccountRepository.UseAsync(
            subject.Account,
            () => AccountRepository.OpenAsync(context.Services, subject.Account, cancellationToken),
            async (source, reading) =>
            {
                Snapshot snapshot = await source.LoadSnapshotAsync(ObjectId.Parse(subject.Backup.Snapshot), reading).ConfigureAwait(false);
                return isThere
                    ? await AccountRepository.UseAsync(
                        subject.Account,
                        () => AccountRepository.OpenOrCreateCopyAsync(context.Services, subject.Account, destination, source.Config, reading),
                        (copy, stop) => CopyPlan.MakeAsync(source, copy, snapshot, stop),
                        reading).ConfigureAwait(false)
                    : await CopyPlan.MakeAsync(source, destination: null, snapshot, reading).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static Task<CopyResult> CopyAsync(BackupSubject subject, StorageRow destination, WorkContext context, CancellationToken cancellationToken) => AccountRepository.UseAsync(
        subject.Account,
        () => AccountRepository.OpenAsync(context.Services, subject.Account, cancellationToken),
        (source, reading) => AccountRepository.UseAsync(
            subject.Account,
            () => AccountRepository.OpenOrCreateCopyAsync(context.Services, subject.Account, destination, source.Config, reading),
            async (copy, writing) => await new SnapshotCopier(source, copy)
                .CopyAsync([await source.LoadSnapshotAsync(ObjectId.Parse(subject.Backup.Snapshot), writing).ConfigureAwait(false)], ProgressOf(subject, context), writing)
                .ConfigureAwait(false),
            reading),
        cancellationToken);

    private static IProgress<CopyProgress>? ProgressOf(BackupSubject subject, WorkContext context) =>
        context.Progress is null ? null : new ProgressRelay<CopyProgress>(context.Progress, done =>
            new WorkProgress($"Copying a backup of {subject.Name}", "Copying data", done.BlobsCopied, null, done.BytesCopied, subject.Backup.Size));
}
