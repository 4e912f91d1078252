using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.VolumeSnapshots;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>Backs an account up now, on demand. No items named means all that it has; of those named, one that it hasn't is left out.</summary>
public sealed record BackupAccount(AccountReference Account, IReadOnlyList<BackupItem> Items) : IOperation<Backup>;

internal sealed class BackupAccountHandler : WorkHandler<BackupAccount, AccountRow, Backup>
{
    private const int ProblemsKept = 100;

    // What stands around the archiving, the outermost first.
    private static readonly IReadOnlyList<IBackupBracket> s_brackets = [];

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow? Notifies(AccountRow account) => account;

    public override AccountRow Resolve(BackupAccount request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override ISubject About(AccountRow account, Backup result) => new NoSubject("account", account.Path)
    {
        Id = account.Id,
        Others = [new AuditedObject("backup", result.Id.ToString(), account.Path)],
    };

    public override bool ChangesState => true;

    public override TaskPlan PlanOf(BackupAccount request, AccountRow account) => new(TaskKind.Backup, account);

    public override TaskResult TaskResultOf(Backup result) => new(result.Id, DownloadId: null, Restored: null, result.ProblemCount);

    public override void Validate(BackupAccount request)
    {
        if (request.Items.Contains(BackupItem.Files))
        {
            throw new InvalidRequestException("InvalidValue", $"An account has no item \"{BackupItem.Files}\".");
        }
    }

    public override void RequirePossible(BackupAccount request, AccountRow account, OperationContext context) => OnDemandRotation.RequireRoom(context.Db, context.Services, account);

    public override Task PrepareAsync(AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "backup", cancellationToken);

    public override async Task<Func<StateConnection, Backup>> WorkAsync(BackupAccount request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> excludes;
        Guid id = context.Task!.ProductId;
        using (StateConnection db = context.Services.Database.Connect())
        {
            // A catalogue rebuilt since has taken up what the attempt before this one had made.
            if (BackupStore.Find(db, id) is { } made)
            {
                return _ => made.Show(account, context.Services.Time.Now());
            }

            OnDemandRotation.RequireRoom(db, context.Services, account);
            excludes = AccountExcludes.Of(db, account);
        }

        VolumeSnapshotBracket? volume = VolumeSnapshotBracket.Of(context.Services, account, id);
        (BackupRow backup, IReadOnlyList<string> problems) = await context.Lease!
            .RunAsync(stop => BackupBrackets.RunAsync([.. s_brackets, .. OfVolume(volume)], inner => ReadAsync(id, request, account, excludes, volume, context, inner), stop), cancellationToken)
            .ConfigureAwait(false);
        context.Afterwards = stop => OnDemandRotation.EndAsync(account, context, stop);
        return db =>
        {
            BackupRow whole = backup.With(problems);
            BackupStore.Insert(db, whole);
            return whole.Show(account, context.Services.Time.Now());
        };
    }

    private static IEnumerable<IBackupBracket> OfVolume(VolumeSnapshotBracket? volume) => volume is null ? [] : [volume];

    private static async Task<BackupRow> ReadAsync(
        Guid id, BackupAccount request, AccountRow account, IReadOnlyList<string> excludes, VolumeSnapshotBracket? volume, WorkContext context, CancellationToken cancellationToken)
    {
        // Whichever items are asked for: where the home is another's, so is everything else under that name.
        using DirectoryHandle home = HomeIdentity.OpenHome(account, context.Services.Folder);
        using DirectoryHandle? frozen = volume?.OpenHome(home);
        using SourceScan scan = new(account, frozen ?? home, context.Services);
        IReadOnlyList<ArchiveSource> sources = await SourcesOfAsync(request, scan, excludes, cancellationToken).ConfigureAwait(false);
        BackupRow? latest = LatestOf(context.Services, account, sources);
        return await ArchiveAsync(id, account, sources, excludes, latest, context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<ArchiveSource>> SourcesOfAsync(
        BackupAccount request, SourceScan scan, IReadOnlyList<string> excludes, CancellationToken cancellationToken)
    {
        ArchiveSource[] sources = [
            .. request.Items.Count == 0 || request.Items.Contains(BackupItem.HomeDirectory)
                ? new[] { new SourceTree(ItemNames.HomeDirectory, scan.Home, excludes.Count == 0 ? null : new GlobExcludes(excludes)) }
                : [],
            .. await AccountSources.FindAsync(scan, request.Items, cancellationToken).ConfigureAwait(false),
        ];
        return sources.Length > 0 ? sources : throw new NotFoundException($"item of {scan.Account.Path}", string.Join(", ", request.Items));
    }

    private static Task<BackupRow> ArchiveAsync(
        Guid id, AccountRow account, IReadOnlyList<ArchiveSource> sources, IReadOnlyList<string> excludes, BackupRow? latest, WorkContext context, CancellationToken cancellationToken) =>
        AccountRepository.UseAsync(
            account,
            () => AccountRepository.OpenOrCreateAsync(context.Services, account, cancellationToken),
            async (repository, stop) =>
            {
                if (context.Task!.IsRepeated)
                {
                    await RemoveUnfinishedAsync(id, repository, stop).ConfigureAwait(false);
                }

                ArchiveOptions options = await OptionsAsync(id, account, latest, excludes, repository, context.Services, stop).ConfigureAwait(false);
                ArchiveResult result = await new Archiver(repository).BackupAsync(sources, options, ProgressOf(account, latest, context), stop).ConfigureAwait(false);
                Tree root = await new TreeBrowser(repository).LoadAsync(result.Snapshot.Tree, stop).ConfigureAwait(false);
                IReadOnlyList<BackupItem> items = ItemNames.In(root, isTagged: true);
                ItemCount all = new(result.FilesNew + result.FilesChanged + result.FilesUnmodified, result.BytesTotal);
                return ToRow(id, account, result, items, await ItemCount.CountAsync(new FileCount(repository), root, items, all, stop).ConfigureAwait(false));
            },
            cancellationToken);

    /// <summary>An attempt that was cut off may have written its snapshot, which no backup stands for.</summary>
    private static async Task RemoveUnfinishedAsync(Guid id, ResticRepository repository, CancellationToken cancellationToken)
    {
        List<Snapshot> unfinished = await repository
            .ListSnapshotsAsync((_, _) => { }, cancellationToken)
            .Where(snapshot => BackupTags.Read(snapshot.Tags).Backup == id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (Snapshot snapshot in unfinished)
        {
            await repository.RemoveSnapshotAsync(snapshot.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The parent is the account's newest backup, of those with a home directory where that is backed up. Its listings stand for unchanged folders only where it was whole and
    /// left out the same.
    /// </summary>
    private static async Task<ArchiveOptions> OptionsAsync(
        Guid id, AccountRow account, BackupRow? latest, IReadOnlyList<string> excludes, ResticRepository repository, EngineServices services, CancellationToken cancellationToken)
    {
        Snapshot? parent = latest is null ? null : await TryLoadAsync(repository, ObjectId.Parse(latest.Snapshot), cancellationToken).ConfigureAwait(false);
        bool trusted = latest is { ProblemCount: 0 } && parent is not null && (parent.Excludes ?? []).SequenceEqual(excludes);
        return new ArchiveOptions
        {
            Parent = parent,
            ParentListings = trusted ? ParentListings.Trust : ParentListings.Reread,
            Hostname = account.Connector,
            Username = account.AccountName,
            Tags = BackupTags.OnDemand(id),
            Excludes = excludes,
            TimeProvider = services.Time,
        };
    }

    /// <summary>A backup whose snapshot is gone or damaged must not keep the next from being taken: that one reads everything.</summary>
    private static async Task<Snapshot?> TryLoadAsync(ResticRepository repository, ObjectId snapshot, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.LoadSnapshotAsync(snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ObjectNotFoundException or RepositoryDamagedException)
        {
            return null;
        }
    }

    private static BackupRow? LatestOf(EngineServices services, AccountRow account, IReadOnlyList<ArchiveSource> sources)
    {
        using StateConnection db = services.Database.Connect();
        return sources.Any(source => source is SourceTree) ? BackupStore.LatestWith(db, account.Guid, BackupItem.HomeDirectory) : BackupStore.LatestOf(db, account.Guid);
    }

    private static BackupRow ToRow(Guid id, AccountRow account, ArchiveResult result, IReadOnlyList<BackupItem> items, IReadOnlyList<ItemCount> counts) => new(
        id.ToString(),
        account.Id,
        result.Snapshot.Id.ToString(),
        nameof(BackupKind.OnDemand),
        Configuration: null,
        result.Snapshot.Time.ToMicroseconds(),
        JsonText.FromList([.. items.Select(item => item.ToString())]),
        result.FilesNew + result.FilesChanged + result.FilesUnmodified,
        result.BytesTotal,
        result.BytesAdded,
        result.Problems.Count,
        JsonText.FromList([.. result.Problems.Take(ProblemsKept).Select(problem => $"{problem.Path}: {problem.Message}")]),
        LockedBy: null,
        LockedById: null,
        LockedAt: null,
        LockReason: null,
        LockedUntil: null,
        ItemCounts: ItemCount.ToJson(counts));

    /// <summary>Nothing is counted ahead: what the last backup held says about how much there is to do.</summary>
    private static IProgress<ArchiveProgress>? ProgressOf(AccountRow account, BackupRow? latest, WorkContext context) =>
        context.Progress is null ? null : new ProgressRelay<ArchiveProgress>(context.Progress, done =>
            new WorkProgress($"Backing up {account.Path}", "Reading files", done.Files, latest?.Files, done.Bytes, latest?.Size));
}
