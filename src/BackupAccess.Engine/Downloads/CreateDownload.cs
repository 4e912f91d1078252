using System.Security.Cryptography;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Downloads.Archives;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Downloads;

/// <summary>Makes an archive of a backup, or of chosen items and paths of it, to be fetched.</summary>
public sealed record CreateDownload(RestoreSelection Selection, DownloadFormat Format) : IOperation<Download>;

internal sealed class CreateDownloadHandler : WorkHandler<CreateDownload, BackupSubject, Download>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override AccountRow? Notifies(BackupSubject subject) => subject.Account;

    public override bool ChangesState => true;

    public override TaskPlan PlanOf(CreateDownload request, BackupSubject subject) => new(TaskKind.Download, subject.Account) { NeedsAccount = false };

    public override TaskResult TaskResultOf(Download result) => new(result.BackupId, result.Id, Restored: null, result.ProblemCount);

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
        CallerKey.RequireGiven(context.Db, subject.Account, request.Selection.EncryptionKey);
        DownloadSettings.RequireRoom(context.Db, subject.Account, context.TrustedNow);
    }

    public override async Task<Func<StateConnection, Download>> WorkAsync(CreateDownload request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> accepted = Begin(request, subject, context.Services);
        Guid id = context.Task!.ProductId;
        if (context.Task.IsRepeated)
        {
            _ = DownloadFiles.TryDelete(context.Services, id.ToString());
        }

        bool isStreamed = AccountKey.Require(context.Services, subject.Account).IsRemote;
        using Secret key = ArchiveSeal.NewKey();
        ArchiveSummary archive = isStreamed
            ? await WriteAsync(request, subject, context, Stream.Null, cancellationToken).ConfigureAwait(false)
            : await DownloadFiles.CreateAsync(context.Services, id, key, stream => WriteAsync(request, subject, context, stream, cancellationToken)).ConfigureAwait(false);
        byte[]? file = isStreamed ? null : key.Utf8.ToArray();
        return db => Complete(db, context.Services, file, new DownloadSubject(RowOf(id, request, subject, archive, accepted) with { CreatedBy = context.Principal }, subject.Account));
    }

    /// <summary>Makes the archive; of one that is made anew for each fetch, to know what it will be.</summary>
    private static Task<ArchiveSummary> WriteAsync(CreateDownload request, BackupSubject subject, WorkContext context, Stream output, CancellationToken cancellationToken) => AccountRepository.UseAsync(
        subject.Account,
        () => CallerKey.OpenAsync(context.Services, subject.Account, request.Selection.EncryptionKey, context.Principal, cancellationToken),
        (repository, stop) => new ArchiveRun(repository, subject, request.Selection, context.Progress).WriteAsync(request.Format, output, stop),
        cancellationToken);

    private static IReadOnlyList<string> Begin(CreateDownload request, BackupSubject subject, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        IReadOnlyList<string> accepted = ConditionGate.Require(db, request.Selection);
        DownloadSettings.RequireRoom(db, subject.Account, ClockGuard.TrustedTime(db, services));
        DownloadFiles.DeleteStrays(services, db);
        return accepted;
    }

    /// <summary>Two that were made at once may be one too many, and the key may have become its owner's.</summary>
    /// <param name="db">The transaction.</param>
    /// <param name="services">Whose state.</param>
    /// <param name="file">What the file is sealed under; null for none.</param>
    /// <param name="subject">The download.</param>
    private static Download Complete(StateConnection db, EngineServices services, byte[]? file, DownloadSubject subject)
    {
        long now = ClockGuard.TrustedTime(db, services);
        try
        {
            DownloadSettings.RequireRoom(db, subject.Account, now);
            if (file is not null && AccountKey.Of(db, subject.Account).IsRemote)
            {
                throw new ConflictException("Conflict", $"The encryption key of \"{subject.Name}\" has become its owner's meanwhile.");
            }
        }
        catch (ConflictException)
        {
            _ = DownloadFiles.TryDelete(services, subject.Id);
            throw;
        }

        DownloadRow download = subject.Download with
        {
            CreatedAt = now,
            ExpiresAt = DownloadSettings.ExpiryAt(db, now),
            MostFetches = DownloadSettings.Fetches(db),
            SealedKey = file is null ? null : services.Folder.Key.Seal(file, ArchiveSeal.PurposeOf(subject.Id)),
        };
        CryptographicOperations.ZeroMemory(file);

        // What isn't stored leaves no names behind either.
        DownloadStore.Insert(db, file is null ? download with { Problems = "[]" } : download);
        return download.Show(subject.Account);
    }

    private static DownloadRow RowOf(Guid id, CreateDownload request, BackupSubject subject, ArchiveSummary archive, IReadOnlyList<string> accepted) => new(
        id.ToString(),
        subject.Account.Id,
        subject.Backup.Id,
        subject.Backup.CreatedAt,
        request.Format.ToString(),
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
        MostFetches: 0,
        Items: JsonText.FromList([.. request.Selection.Items.Select(item => item.ToString())]),
        Paths: JsonText.FromList(request.Selection.Paths));
}
