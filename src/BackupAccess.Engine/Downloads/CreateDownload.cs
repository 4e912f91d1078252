using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Downloads.Archives;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>Makes an archive of a backup, or of chosen items and paths of it, to be fetched.</summary>
public sealed record CreateDownload(RestoreSelection Selection, DownloadFormat Format) : IOperation<Download>;

internal sealed class CreateDownloadHandler : WorkHandler<CreateDownload, BackupSubject, Download>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override AccountRow? Notifies(BackupSubject subject) => subject.Account;

    public override bool ChangesState => true;

    public override void Validate(CreateDownload request) => AccountRestore.Validate(request.Selection);

    public override string? ReasonOf(CreateDownload request) => ConditionGate.Offer(request.Selection);

    public override string? ToldOf(Download result) => string.Join(", ", new[]
    {
        $"download {result.Id}",
        result.ProblemCount > 0 ? FormattableString.Invariant($"{result.ProblemCount} entries left out") : null,
        ConditionGate.Tell(result.AcceptedConditions),
    }.OfType<string>());

    public override BackupSubject Resolve(CreateDownload request, OperationContext context) => AccountRestore.Resolve(request.Selection, context);

    public override ISubject About(BackupSubject subject, Download result) => new NoSubject("download", subject.Name)
    {
        Id = result.Id.ToString(),
        Others = [new AuditedObject("account", subject.Account.Id, subject.Name), new AuditedObject("backup", subject.Id, subject.Name)],
    };

    public override void RequirePossible(CreateDownload request, BackupSubject subject, OperationContext context)
    {
        ConditionGate.Require(context.Db, request.Selection);
        DownloadSettings.RequireRoom(context.Db, subject.Account, context.TrustedNow);
    }

    public override async Task<Func<StateConnection, Download>> WorkAsync(CreateDownload request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> accepted = Begin(request, subject, context.Services);
        Guid id = Guid.CreateVersion7(context.Services.Time.GetUtcNow());
        ArchiveSummary archive = await DownloadFiles
            .CreateAsync(context.Services, id, stream => AccountRepository.UseAsync(
                subject.Account,
                () => AccountRepository.OpenAsync(context.Services, subject.Account, cancellationToken),
                (repository, stop) => new ArchiveRun(repository, subject, request.Selection, context.Progress).WriteAsync(request.Format, stream, stop),
                cancellationToken))
            .ConfigureAwait(false);
        return db => Complete(db, context.Services, new DownloadSubject(RowOf(id, request.Format, subject, archive, accepted) with { CreatedBy = context.Principal }, subject.Account));
    }

    private static IReadOnlyList<string> Begin(CreateDownload request, BackupSubject subject, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        IReadOnlyList<string> accepted = ConditionGate.Require(db, request.Selection);
        DownloadSettings.RequireRoom(db, subject.Account, ClockGuard.TrustedTime(db, services));
        DownloadFiles.DeleteStrays(services, db);
        return accepted;
    }

    /// <summary>Two that were made at once may be one too many.</summary>
    private static Download Complete(StateConnection db, EngineServices services, DownloadSubject subject)
    {
        long now = ClockGuard.TrustedTime(db, services);
        try
        {
            DownloadSettings.RequireRoom(db, subject.Account, now);
        }
        catch (ConflictException)
        {
            _ = DownloadFiles.TryDelete(services, subject.Id);
            throw;
        }

        DownloadRow download = subject.Download with { CreatedAt = now, ExpiresAt = DownloadSettings.ExpiryAt(db, now), MostFetches = DownloadSettings.Fetches(db) };
        DownloadStore.Insert(db, download);
        return download.Show(subject.Account);
    }

    private static DownloadRow RowOf(Guid id, DownloadFormat format, BackupSubject subject, ArchiveSummary archive, IReadOnlyList<string> accepted) => new(
        id.ToString(),
        subject.Account.Id,
        subject.Backup.Id,
        subject.Backup.CreatedAt,
        format.ToString(),
        archive.Size,
        archive.Hash,
        archive.Entries,
        archive.ProblemCount,
        JsonText.FromList(archive.Problems),
        JsonText.FromList(accepted),
        CreatedAt: 0,
        CreatedBy: "",
        ExpiresAt: 0,
        Served: 0,
        MostFetches: 0);
}
